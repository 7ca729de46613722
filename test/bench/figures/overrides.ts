import { withinTimes } from '../figure';
import { hammer } from '../hammer';
import { settled, timelineOf } from '../loaded-portfolio';
import { overrideAll, quotasTaken, quarter, runDay, seatOf, seats } from '../overridden';
import { accountId, dayAfterFirst, scheme } from '../portfolio';
import { Seeded } from '../seeded';
import type { Ground, Prepared, Topic } from '../topic';
import type { Client } from 'pg';
import type { Instance } from '#libs/platform';
import { day } from '#libs/kernel';

const callers = 32;
const aPage = 50;
const asOf = day(dayAfterFirst(1));

/** What overrides on every account cost those who ask, and what their lists cost beside their rows read plainly. */
export const overrides: Topic = {
  key: 'overrides',
  scales: false,
  async open({ bed, options: { seconds }, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const address = await portfolios.copyOf(accounts, 'bench_overrides');
    const { instance: without } = await portfolios.of(accounts);
    const instance = await bed.instance(address);
    await instance.start();
    await overrideAll(instance, accounts);
    await quotasTaken(instance, accounts);
    await settled(instance);
    await instance.pool.query('vacuum analyze');
    const connections = bed.connections(address, callers);
    const asks = (work: (turn: Seeded) => Promise<unknown>) => {
      const chance = new Seeded(6);
      return hammer(callers, seconds, () => work(chance));
    };
    const plainly = (text: string, values: (chance: Seeded) => unknown[]) => async () => {
      const clients = await connections();
      const chance = new Seeded(6);
      return hammer(callers, seconds, (caller) => found(clients[caller]!, text, values(chance)));
    };
    const list = (
      name: string,
      raw: Prepared['raw'],
      ours: (chance: Seeded) => Promise<unknown>,
    ): Prepared => ({
      name: `${name}, ${accounts.toLocaleString('en')} overrides, ${callers} callers`,
      against: 'its rows by one prepared statement',
      goal: withinTimes(2),
      unit: 'answers/s',
      raw,
      ours: () => asks(ours),
      warm: async () => [await raw(), await asks(ours)],
    });
    const tier = (of: Instance) => () => asks((chance) => tierOf(of, accountId(chance.below(accounts))));
    const page = { limit: aPage };
    return [
      {
        name: `tier as of a day with an override on each of ${accounts.toLocaleString('en')} accounts, ${callers} callers`,
        against: 'the same portfolio without overrides',
        goal: withinTimes(1.2),
        unit: 'answers/s',
        raw: tier(without),
        ours: tier(instance),
        warm: async () => [await tier(without)(), await tier(instance)()],
      },
      list(
        'a page of the queue',
        plainly(queue, (chance) => [scheme, seatOf(chance.below(seats)), runDay]),
        (chance) =>
          instance.overridesView.page(
            { scheme, seat: seatOf(chance.below(seats)), state: 'SUBMITTED', today: runDay },
            page,
          ),
      ),
      list(
        'a page of the inbox',
        plainly(inbox, () => ['revops', runDay]),
        () => instance.overridesView.inboxOf(['revops'], runDay, page),
      ),
      list(
        'the ledger of a quota',
        plainly(ledger, (chance) => [scheme, quarter, seatOf(chance.below(seats))]),
        (chance) =>
          instance.quotasView.page(
            { scheme, quarter, seat: seatOf(chance.below(seats)), today: runDay },
            page,
          ),
      ),
    ];
  },
};

const queue = `select * from views.overrides where scheme = $1 and seat = $2 and status = 'requested'
  and not in_review and decide_by >= $3::date order by known_from desc limit ${aPage}`;
// with who keeps the accounts, as the answer has them
const inbox = `select o.*, a.owner_seat, a.attributes from views.overrides o
  left join views.accounts a on a.external_id = o.external_id and a.known_until is null
  where o.awaited_role = $1 and o.decide_by >= $2::date order by o.known_from limit ${aPage}`;
const ledger = `select * from views.quota_entries where scheme = $1 and quarter = $2 and seat = $3
  order by known_from, override_id`;

const found = async (client: Client, text: string, values: unknown[]): Promise<void> => {
  const { rows } = await client.query({ name: text.slice(0, 40), text, values });
  if (rows.length === 0) throw new Error(`Nothing is found by ${text}`);
};

const tierOf = async ({ knownAt, tierHistory }: Instance, externalId: string): Promise<void> => {
  const at = await knownAt.resolve({ view: 'tier-history' });
  const answer = await tierHistory.answer({ ...timelineOf(externalId), asOf, at, today: runDay });
  if (!answer) throw new Error(`No tier of ${externalId}.`);
};
