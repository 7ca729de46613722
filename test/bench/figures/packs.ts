import type { Client } from 'pg';
import type { Pack } from '#libs/domain';
import { type OverrideReports as Reports, OverrideReports, Packs, PackShelf, unpressed } from '#libs/runs';
import { OrgRecords, ReportedAccounts } from '#libs/views';
import type { Instance } from '#libs/platform';
import { timed } from '../figure';
import { settled, timelineOf } from '../loaded-portfolio';
import { LongestWait } from '../longest-wait';
import { accountId, scheme } from '../portfolio';
import { closing, coordinatesNow, lookingBack, opening, playQuarters } from '../reviewed';
import { Seeded } from '../seeded';
import type { Ground, Prepared, Topic } from '../topic';

/** A quarter's pack made and read again, and hindsight, each beside statements that read the same rows plainly. */
export const packs: Topic = {
  key: 'packs',
  scales: true,
  async open({ bed, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const address = await portfolios.copyOf(accounts, `bench_packs_${accounts}`);
    const instance = await bed.instance(address);
    await instance.start();
    await playQuarters(instance, accounts);
    await settled(instance);
    await instance.pool.query('vacuum analyze');
    const connections = bed.connections(address, 1);
    const plainly = (texts: readonly string[]) => async () => {
      const [client] = await connections();
      return timed(() => rowsOf(client!, texts, accounts));
    };
    const of = `of ${accounts.toLocaleString('en')} accounts`;
    const unit = 'accounts/s';
    return [
      { ...(await making(instance, accounts)), name: `a pack ${of}, made`, unit, raw: plainly(madeOf) },
      { ...(await reading(instance, accounts)), name: `a pinned pack ${of}, read`, unit, raw: plainly(kept) },
      { ...looking(instance, accounts), name: `hindsight ${of}`, unit, raw: plainly(lookedAt) },
    ];
  },
};

type Ours = Pick<Prepared, 'against' | 'ours' | 'also'>;

const making = async (instance: Instance, accounts: number): Promise<Ours> => {
  const [packs, coordinates] = [new Packs(instance), await coordinatesNow(instance)];
  const others = waiting(instance, accounts);
  return {
    against: 'its tier rows, sums of revenue and decisions, read by plain statements',
    ours: () =>
      others.during(() =>
        timed(async () => {
          await packs.press(await packs.at(coordinates));
          return accounts;
        }),
      ),
    also: () => patience(others),
  };
};

const reading = async (instance: Instance, accounts: number): Promise<Ours> => {
  const [packs, coordinates] = [new Packs(instance), await coordinatesNow(instance)];
  const pinned: Pack = await packs.at(coordinates);
  const { digest } = await packs.press(pinned).then(async (made) => {
    await packs.keep(made);
    return made;
  });
  const shelf = new PackShelf(packs);
  const others = waiting(instance, accounts);
  return {
    against: 'its compressed bytes by one statement',
    ours: () =>
      others.during(() =>
        timed(async () => {
          const { bytes } = await shelf.bytes({ coordinates, digest });
          for await (const _ of unpressed(bytes));
          return accounts;
        }),
      ),
    also: () => patience(others),
  };
};

const looking = (instance: Instance, accounts: number): Ours => {
  const { store, pool } = instance;
  const others = waiting(instance, accounts);
  const reports: Reports = new OverrideReports({
    ...{ store, accounts: new ReportedAccounts(pool), org: new OrgRecords(pool) },
  });
  return {
    against: 'its tier rows and sums of revenue, read by plain statements',
    ours: () =>
      others.during(() =>
        timed(async () => {
          const { scheme, view } = timelineOf('');
          const at = await store.head();
          const { total } = await reports.hindsight({ scheme, view, asOf: lookingBack, at, by: 'seat' });
          if (total.overridden.n === 0) throw new Error('Hindsight has found nobody.');
          return accounts;
        }),
      ),
    also: () => patience(others),
  };
};

/** What others wait for meanwhile: the tier of any account. */
const waiting = ({ knownAt, tierHistory }: Instance, accounts: number): LongestWait => {
  const chance = new Seeded(9);
  return new LongestWait(async () => {
    const at = await knownAt.resolve({ view: 'tier-history' });
    const one = timelineOf(accountId(chance.below(accounts)));
    await tierHistory.answer({ ...one, asOf: closing, at, today: lookingBack });
  });
};

const patience = (others: LongestWait) => ({
  text: `a tier answer meanwhile took ${others.longest} ms at most, one in a hundred ${others.atMost(100)} ms`,
  met: others.atMost(100) < 100,
});

const tiers = (from: string, to: string) => `
  select t.external_id, h.valid_from, h.valid_until, h.effective, h.computed, h.override_id, h.decided_back,
         h.policy_version, h.decision_id, h.cause, h.retro_kind, h.restated, h.known_from
  from views.timelines t join views.tier_history h on h.timeline_id = t.id and h.known_until is null
    and h.valid_from <= '${to}' and h.valid_until > '${from}'
  where t.scheme = '${scheme}' order by 1, 2`;
const revenue = (...days: readonly string[]) => `
  select external_id, ${days.map((day) => `sum(amount) filter (where occurred_on >= date '${day}' - interval '12 months' and occurred_on < '${day}')`).join(', ')}
  from views.revenue_facts where known_until is null group by 1`;
const madeOf = [
  tiers('2025-10-01', closing),
  tiers('0001-01-01', opening),
  revenue('2026-04-01', opening, closing),
  `select decision_id, assessment from views.decisions where day > '${opening}' and known_until is null`,
];
const lookedAt = [
  tiers('0001-01-01', closing),
  revenue('2025-04-01', '2025-07-01', '2025-10-01', '2026-01-01', '2026-04-01', '2026-07-01', closing),
];
const kept = ['select bytes from ops.kept_packs order by digest, n'];

const rowsOf = async (client: Client, texts: readonly string[], accounts: number): Promise<number> => {
  for (const text of texts) {
    const { rows } = await client.query({ text, rowMode: 'array' });
    if (rows.length === 0) throw new Error(`Nothing is found by ${text}`);
  }
  return accounts;
};
