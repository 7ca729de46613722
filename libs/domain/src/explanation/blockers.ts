import type { CutPoints, Judgement, Rule } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import type { Measure, TierCode } from '../vocabulary';

/** An input of which no value leads to the target, with what stands in the way. */
export interface Blocked {
  readonly measure: Measure;
  readonly because: string;
  readonly blockedBy: readonly Pick<Rule, 'pointer' | 'says'>[];
}

interface Tried {
  readonly judged: Judgement;
}

/** What stands in the way at the value that comes nearest to the target. */
export const blockersOf = (
  document: PolicyDocument,
  cuts: CutPoints | null,
  target: TierCode,
  measure: Measure,
  tried: readonly Tried[],
): Blocked => {
  const judge = judgeOf(document);
  const { order, places } = judge;
  const away = ({ judged: { tier } }: Tried) =>
    tier === null ? Infinity : order === 'ordinal' ? Math.abs(places.get(tier)! - places.get(target)!) : 1;
  const all = judge.rules(cuts);
  const closedAt = (judged: Judgement | undefined) => gatesIn(judged, measure, lettered(all, judged));
  const inOrder = [...tried].sort((a, b) => away(a) - away(b));
  const nearest = inOrder[0]?.judged;
  const asNear = inOrder.filter((one) => away(one) === away(inOrder[0]!));
  const closed = asNear.map(({ judged }) => closedAt(judged)).find((gates) => gates.length > 0);
  if (closed) return blocked(measure, 'changes nothing while this holds', closed);
  const lacking = (nearest?.reasons ?? []).filter((reason) => isProblem(reason));
  if (nearest?.tier === null && lacking.length > 0)
    return { measure, because: `Nothing can be said while there is ${lacking.join(', ')}.`, blockedBy: [] };
  const told = lettered(all, nearest);
  const unmet = told.filter(({ rule, letter }) => rule.tier === target && letter !== 'M');
  if (unmet.length > 0) return blocked(measure, 'does not bring this about', unmet);
  const first = told.filter(({ letter }) => letter === 'M');
  return blocked(measure, 'leads past what holds first', first);
};

type Lettered = readonly { readonly rule: Rule; readonly letter: string }[];

const lettered = (all: readonly Rule[], judged: Judgement | undefined): Lettered =>
  all.map((rule, index) => ({ rule, letter: judged?.verdicts[index] ?? '?' }));

/** Gates on other measures that changed what the rules gave. */
const gatesIn = (judged: Judgement | undefined, measure: Measure, all: Lettered): Lettered =>
  all.filter(
    ({ rule: { pointer, subject }, letter }) =>
      letter === 'M' &&
      pointer.startsWith('/gates/') &&
      subject !== measure &&
      judged?.reasons.includes(`GATE:${subject}`),
  );

const isProblem = (reason: string): boolean => !reason.startsWith('GATE:');

const blocked = (measure: Measure, how: string, by: Lettered): Blocked => ({
  measure,
  because: `No value of ${measure} alone is enough: it ${how}: ${by.map(({ rule }) => rule.says).join('; ') || 'no rule'}.`,
  blockedBy: by.map(({ rule: { pointer, says } }) => ({ pointer, says })),
});
