import {
  effectiveTimeline,
  override,
  type OverrideEvent,
  placesIn,
  PolicyDrafted,
  standingOverrides,
  type TierCode,
} from '#libs/domain';
import { addDays, day, dayIn, type Event, includes, instant } from '#libs/kernel';
import fc from 'fast-check';
import { placementHistory } from '../../../testing/src/histories';
import { seed } from '../../../testing/src/laws';
import {
  approved,
  drifted,
  reattested,
  rejected,
  revoked,
  taken,
} from '../../../testing/src/override-events';
import { reviewAwaited, reviewed } from '../../../testing/src/override-reviews';
import { acme, ladder } from '../../../testing/src/overrides';
import { openViews, type Views } from '../../../testing/src/views';
import { type TierAnswer, type TierQuestion, untiered } from './tier-history.answers';

const cases = 200;
/** When it was asked: what nobody attests in time lapses with the days. */
const momentOf = (n: number) => instant(`${addDays(day('2025-02-01'), (n * 31) % 330)}T12:00:00Z`);

/** What may come to be said of overrides, legal or not: the view must bear all of it. */
const word = fc.record({
  say: fc.constantFrom(
    ...(['approve', 'approve', 'revoke', 'drift', 'reattest', 'take', 'reject'] as const),
    ...(['ask', 'ask', 'answer'] as const),
  ),
  kind: fc.constantFrom('PIN', 'FLOOR', 'CEILING', 'FREEZE', 'EXCLUDE'),
  tier: fc.constantFrom('T1', 'T2', 'T3'),
  from: fc.integer({ min: 0, max: 300 }),
  days: fc.integer({ min: 1, max: 250 }),
  of: fc.nat(3),
});

type Word = typeof word extends fc.Arbitrary<infer Said> ? Said : never;

const toldOf = (account: number, words: readonly Word[]) => {
  const key = { externalId: `A${account}` as never };
  let last = account * 100;
  return words.flatMap(({ say, kind, tier, from: start, days, of }): OverrideEvent[] => {
    const from = addDays(day('2025-01-01'), start);
    const until = addDays(from, days);
    const one = Math.max(account * 100 + 1, last - of);
    const named = kind === 'FREEZE' || kind === 'EXCLUDE' ? '-' : tier;
    if (say === 'approve')
      return approved(
        ++last,
        `${kind} ${named} ${from} ${until}`,
        '2025-04-02',
        key,
        kind === 'EXCLUDE' ? until : undefined,
      );
    if (say === 'take') return [taken(++last, tier, from, key)];
    if (say === 'revoke') return [revoked(one, until, key)];
    if (say === 'drift') return [drifted(one, from, key)];
    if (say === 'reattest') return [reattested(one, from, key)];
    if (say === 'ask') return [reviewAwaited(one, from, of, key)];
    if (say === 'answer') return [reviewed(one, from, { review: of, key, ...(days % 3 === 0 && { until }) })];
    return [rejected(one, '2025-04-02', key, until)];
  });
};

/** An account, its twin whom nobody overrides, and the overrides, each in its order. */
const histories = Array.from({ length: cases }, (_, n): Event[] => {
  const [own] = fc.sample(placementHistory(`A${n}`), { numRuns: 1, seed: seed + n });
  const [words] = fc.sample(fc.array(word, { minLength: 4, maxLength: 9 }), { numRuns: 1, seed: seed + n });
  const both = own!.map((event) => [event, { ...event, data: { ...event.data, externalId: `B${n}` } }]);
  const told = toldOf(n, words!);
  const events: Event[] = [];
  for (
    let turn = seed + n;
    both.length + told.length > 0;
    turn = (Math.imul(turn, 1664525) + 1013904223) >>> 0
  )
    events.push(
      ...((turn >>> 16) % 2 === 0 && both.length > 0
        ? both.shift()!
        : told.length > 0
          ? [told.shift()!]
          : both.shift()!),
    );
  return events;
});
const log: Event[] = [
  PolicyDrafted({ scheme: acme.scheme, version: 1, document: ladder, author: 'ana' } as never),
  ...histories.flat(),
];

/** A position at which something of an account is told, or somewhat later. */
const within = (account: number, n: number, head: bigint): bigint => {
  const before = histories.slice(0, account).reduce((sum, { length }) => sum + length, 1);
  const position = BigInt(before + 1 + ((n * 7) % (histories[account]!.length + 3)));
  return position < head ? position : head;
};

/** The overrides of an account by what stands in the log up to a position. */
const overridesOf = (externalId: string, position: bigint) =>
  log
    .slice(0, Number(position))
    .filter((event): event is OverrideEvent => override.events.some(({ type }) => type === event.type))
    .filter(({ data }) => data.externalId === externalId)
    .reduce(override.evolve, override.initialState());

describe(`overridden timelines (FC_SEED=${seed}, ${cases} cases)`, () => {
  let views: Views;
  const asked: { question: TierQuestion; answer: TierAnswer | null }[] = [];

  beforeAll(async () => {
    views = await openViews();
    await views.record('2025-06-01', ...log.slice(0, log.length / 2));
    await ask();
    await views.record('2025-06-02', ...log.slice(log.length / 2));
    await ask();
  });
  afterAll(() => views.close());

  const ask = async () => {
    await views.settled();
    const head = await views.store.head();
    const questions = Array.from({ length: cases * 8 }, (_, n): TierQuestion => {
      const position = within(n % cases, n, head);
      const asOf = addDays(day('2024-12-20'), (n * 13) % 420);
      const at = { position, knownAt: momentOf(n) };
      return { scheme: acme.scheme, view: acme.view, externalId: `A${n % cases}`, asOf, at, today: asOf };
    });
    const answers = await views.tierHistory.answers(questions);
    questions.forEach((question, index) => asked.push({ question, answer: answers[index]! }));
  };

  const expected = async ({ externalId, asOf, at, scheme, view }: TierQuestion) => {
    // What befalls an account befalls its twin right behind it.
    const behind = { ...at, position: at.position + 1n };
    const twin = await views.tierHistory.timeline(
      { scheme, view, externalId: externalId.replace('A', 'B') },
      behind,
    );
    const segments = (twin ?? []).map(({ from, until, computed }) => ({
      ...{ from, until, computed: (computed === untiered ? null : computed) as TierCode | null },
    }));
    const knownOn = dayIn(at.knownAt, 'UTC');
    const standing = standingOverrides(overridesOf(externalId, at.position).values(), knownOn);
    const found = effectiveTimeline(segments, standing, placesIn(ladder)).find((one) => includes(one, asOf));
    return found
      ? {
          effective: found.effective ?? untiered,
          by: found.winner?.overrideId ?? null,
          losers: found.losers.map(({ overrideId: id, reason }) => ({ id, reason })),
        }
      : null;
  };

  it('have in effect what overrides make of the computed tier, on every day', async () => {
    for (const { question, answer } of asked)
      expect([
        question,
        answer && {
          effective: answer.effective,
          by: answer.override?.id ?? null,
          losers: answer.override?.losers ?? [],
        },
      ]).toEqual([question, await expected(question)]);
    expect(asked.filter(({ answer }) => answer?.override).length).toBeGreaterThan(cases / 20);
  });

  it('never answer differently of a day as known at a position', async () => {
    const now = await views.tierHistory.answers(asked.map(({ question }) => question));
    const lasting = (answer: TierAnswer | null) => answer && { ...answer, restatedSince: null };
    expect(now.map(lasting)).toEqual(asked.map(({ answer }) => lasting(answer)));
  });

  it('cover every day from the first to the last at every position, once', async () => {
    const { rows } = await views.pool.query<{ gaps: string }>(`
      with positions as (select distinct timeline_id, known_from as position from tier_history),
      known as (
        select p.timeline_id, p.position, h.valid_from, h.valid_until,
               lead(h.valid_from) over (partition by p.timeline_id, p.position order by h.valid_from) as next
        from positions p join tier_history h on h.timeline_id = p.timeline_id
          and h.known_from <= p.position and (h.known_until is null or h.known_until > p.position))
      select count(*) as gaps from known where coalesce(next, 'infinity') <> valid_until`);
    expect(rows[0]).toEqual({ gaps: '0' });
  });

  it.each(['tier-history', 'overrides'])('are rebuilt row for row: %s', async (view) => {
    expect(await views.projector.rebuild(view)).toMatchObject({ agreed: true, swapped: true });
    expect(views.reports).toEqual([]);
  });

  it('come to the same rows in batches of seven', async () => {
    const rows = async () =>
      (
        await views.pool.query<{ t: string }>(
          'select t::text from tier_history t union all select l::text from tier_lapses l order by 1',
        )
      ).rows;
    const live = await rows();
    await views.projector.stop();
    await views.pool.query(`delete from checkpoints where name = 'tier-history'`);
    await views.pool.query('truncate timelines, tier_history, overridden, tier_orders, tier_lapses');
    const again = views.project({ batch: 7 });
    await again.start();
    await views.progress.reach('tier-history', await views.store.head(), 280_000);
    await again.stop();
    expect(await rows()).toEqual(live);
  });
});
