import { addDays, day, type Event, instant } from '#libs/kernel';
import fc from 'fast-check';
import { interleaved, placementHistory } from '../../../testing/src/histories';
import { seed } from '../../../testing/src/laws';
import { openViews, type Views } from '../../../testing/src/views';
import { Explanations } from './explanations.queries';
import { type DiffQuestion, type Moved, PortfolioDiff } from './portfolio-diff';

/** Each case is the history of one account; a thousand of them share one log. */
const cases = 1_000;
const accounts = Array.from({ length: cases }, (_, n) => `A${n}`);
const log: Event[] = interleaved(
  accounts.map((account, n) => fc.sample(placementHistory(account), { numRuns: 1, seed: seed + n })[0]!),
  seed,
);
const scheme = 'contract-value';
const view = 'ACCOUNT';

describe(`the portfolio between two points of both clocks (FC_SEED=${seed}, ${cases} cases)`, () => {
  let views: Views;
  let diff: PortfolioDiff;
  let points: { half: bigint; head: bigint };

  beforeAll(async () => {
    views = await openViews();
    await views.record('2025-12-01', ...log.slice(0, log.length / 2));
    await views.settled();
    const half = await views.store.head();
    await views.record('2025-12-02', ...log.slice(log.length / 2));
    await views.settled();
    points = { half, head: await views.store.head() };
    diff = new PortfolioDiff(views.pool, new Explanations(views.pool).policies);
  });

  afterAll(() => views.close());

  const tiersAt = async ({ asOf, position }: DiffQuestion['a']): Promise<Map<string, string | null>> => {
    const at = { position, knownAt: instant('2025-12-02T12:00:00Z') };
    const asked = accounts.map((externalId) => ({ scheme, view, externalId, asOf, at, today: asOf }));
    const answers = await views.tierHistory.answers(asked);
    const tier = (effective = 'UNTIERED') => (effective === 'UNTIERED' ? null : effective);
    return new Map(accounts.map((externalId, n) => [externalId, tier(answers[n]?.effective)]));
  };

  const streamed = async (question: DiffQuestion): Promise<Moved[]> => {
    const all: Moved[] = [];
    for await (const batch of diff.stream(question)) all.push(...batch);
    return all;
  };

  it.each([
    ['two days, one knowledge', 30, 'head', 150, 'head'],
    ['one day, two knowledges', 120, 'half', 120, 'head'],
    ['another day, and more knowledge', 60, 'half', 200, 'head'],
    ['backwards', 200, 'head', 60, 'half'],
  ] as const)(
    'names everybody whose tier differs and nobody else, each with one cause: %s',
    async (_, dayOfA, knownOfA, dayOfB, knownOfB) => {
      const on = (days: number) => addDays(day('2025-01-01'), days);
      const knownAt = instant('2025-12-02T12:00:00Z');
      const a = { asOf: on(dayOfA), position: points[knownOfA], knownAt };
      const b = { asOf: on(dayOfB), position: points[knownOfB], knownAt };
      const question: DiffQuestion = { scheme, view, a, b, plan: { policies: [], days: [], cohorts: [] } };
      const [before, after] = await Promise.all([tiersAt(a), tiersAt(b)]);
      const differ = accounts.filter((id) => before.get(id) !== after.get(id)).sort();
      const moved = await streamed(question);
      expect(differ.length).toBeGreaterThan(cases / 20);
      expect(moved.map(({ externalId }) => externalId)).toEqual(differ);
      expect(moved.map(({ fromTier, toTier }) => [fromTier, toTier])).toEqual(
        differ.map((id) => [before.get(id), after.get(id)]),
      );
      expect(await paged(question)).toEqual(moved);
      if (dayOfA === dayOfB)
        expect(
          moved.filter(({ cause }) => cause.factor === 'inputs' || cause.factor === 'hierarchy'),
        ).toEqual([]);
    },
  );

  const paged = async (question: DiffQuestion): Promise<Moved[]> => {
    const all: Moved[] = [];
    let after: string | undefined;
    do {
      const page = await diff.page(question, { limit: 77, ...(after !== undefined && { after }) });
      all.push(...page.items);
      after = page.next ?? undefined;
    } while (after !== undefined);
    return all;
  };
});
