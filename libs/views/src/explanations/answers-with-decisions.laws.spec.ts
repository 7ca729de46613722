import fc from 'fast-check';
import { addDays, canonicalJson, day, type Event, instant } from '#libs/kernel';
import { interleaved, placementHistory } from '../../../testing/src/histories';
import { seed } from '../../../testing/src/laws';
import { openViews, type Views } from '../../../testing/src/views';
import type { TierQuestion } from '../tier-history/tier-history.answers';
import { Explanations, type Standing } from './explanations.queries';

const cases = 200;
const accounts = Array.from({ length: cases }, (_, n) => `A${n}`);
const log: Event[] = interleaved(
  accounts.map((account, n) => fc.sample(placementHistory(account), { numRuns: 1, seed: seed + n })[0]!),
  seed,
);
const [scheme, view] = ['contract-value', 'ACCOUNT'];

describe(`a tier with the decision it rests on (FC_SEED=${seed}, ${cases} cases)`, () => {
  let views: Views;
  let questions: TierQuestion[];
  let crowd: (Standing | null)[];

  beforeAll(async () => {
    views = await openViews();
    await views.record('2025-12-01', ...log);
    await views.settled();
    const head = await views.store.head();
    questions = accounts.flatMap((externalId, n) => {
      const asOf = addDays(day('2025-01-01'), (n * 7) % 250);
      const of = { scheme, view, externalId, asOf, today: asOf };
      const knownAt = instant('2025-12-02T12:00:00Z');
      return [head / 2n, head].map((position) => ({ ...of, at: { position, knownAt } }));
    });
    const explanations = new Explanations(views.pool);
    crowd = await Promise.all(questions.map((question) => explanations.standing(question)));
  });

  afterAll(() => views.close());

  const each = async (check: (question: TierQuestion, standing: Standing | null) => Promise<void>) => {
    for (const [n, question] of questions.entries()) await check(question, crowd[n]!);
  };

  it('answers as the tier alone is answered', async () => {
    const alone = await views.tierHistory.answers(questions);
    expect(crowd.map((standing) => standing?.answer ?? null)).toEqual(alone);
    expect(crowd.filter(Boolean).length).toBeGreaterThan(cases / 20);
  });

  it('is the same asked in a crowd and by itself', async () => {
    const explanations = new Explanations(views.pool);
    await each(async (question, standing) => expect(await explanations.standing(question)).toEqual(standing));
  });

  it('has the decision in force, the one before it, and the first day of the timeline', async () => {
    await each(async (question, standing) => {
      if (!standing) return;
      const before = (on: TierQuestion['asOf']) =>
        views.decisions.inForce(question, on, question.at.position);
      const inForce = await before(question.asOf);
      const { decision } = standing.explained ?? {};
      expect(decision?.decisionId).toBe(inForce?.decisionId);
      if (!decision || !inForce) return;
      expect(decision.written).toBe(canonicalJson(inForce.assessment));
      const previous = await before(addDays(decision.assessment.day, -1));
      expect(decision.previous).toEqual(previous?.assessment);
      const timeline = await views.tierHistory.timeline(question, question.at);
      expect(decision.opened).toBe(timeline![0]!.from);
    });
  });
});
