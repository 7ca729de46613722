import { type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import { type DecisionBasis, decide } from '../placement/decision';
import type { Assessment, Input, Watch } from '../placement/placement.events';
import { rounded } from '../policy/judge/dimension';
import type { Judgement } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { Read } from '../policy/measures';
import type { Measure, TierCode } from '../vocabulary';
import { type Blocked, blockersOf } from './blockers';
import { candidatesOf } from './candidates';
import { withValue } from './changed-inputs';

/** What the policy says once a single input is another, and whether the stabiliser lets it through on the day. */
export interface Proof {
  readonly indicated: TierCode;
  readonly verdicts: string;
  readonly computedNow: TierCode | null;
  readonly reasons: readonly string[];
  /** Where the stabiliser takes more than one day: how far it would have come. */
  readonly watch: Watch | null;
}

/** The smallest change of one input alone that leads to the target. */
export interface Change {
  readonly measure: Measure;
  /** Null where there is no value. */
  readonly from: string | null;
  readonly to: string;
  /** How much more, or less; null from no value, and between words. */
  readonly change: Decimal | null;
  readonly direction: 'up' | 'down' | 'other';
  /** Per cent of the value's magnitude; null where that is nothing. */
  readonly relativePct: Decimal | null;
  readonly proof: Proof;
}

export interface WhyNot {
  readonly target: TierCode;
  /** What the policy says of the inputs as they are. */
  readonly indicated: TierCode | null;
  readonly computed: TierCode | null;
  /** Whether the change of one input alone is enough; true too when none is needed. */
  readonly alone: boolean;
  readonly changes: readonly Change[];
  readonly impossible: readonly Blocked[];
}

/** For each input the smallest change that reaches the target alone, each proved by judging again; or why none does. */
export const whyNot = (basis: DecisionBasis, target: TierCode): WhyNot => {
  const { document } = basis.due.policy;
  const { indicated, computed } = decide(basis);
  if (indicated === target) return { target, indicated, computed, alone: true, changes: [], impossible: [] };
  const answers = judgeOf(document).reads.map((read) => answerFor(basis, target, read));
  const changes = answers.flatMap((one) => ('proof' in one ? [one] : [])).sort(bySize);
  const impossible = answers.flatMap((one) => ('because' in one ? [one] : []));
  return { target, indicated, computed, alone: changes.length > 0, changes, impossible };
};

const answerFor = (basis: DecisionBasis, target: TierCode, read: Read): Change | Blocked => {
  const { document } = basis.due.policy;
  const judge = judgeOf(document);
  const { measure } = read;
  const from = basis.inputs.find((input) => input.measure === measure)?.value ?? null;
  const tried: { readonly to: string; readonly judged: Judgement }[] = [];
  for (const to of candidatesOf(basis, read, from)) {
    const inputs = withValue(document, basis.inputs, measure, to);
    const judged = judge.judge(inputs, basis.cuts);
    if (judged.tier === target)
      return { measure, from, to, ...distance(from, to, read), proof: proofOf(basis, inputs, judged) };
    tried.push({ to, judged });
  }
  return blockersOf(document, basis.cuts, target, measure, tried);
};

const proofOf = (basis: DecisionBasis, inputs: readonly Input[], { tier, verdicts }: Judgement): Proof => {
  const { computed, reasons, watch }: Assessment = decide({ ...basis, inputs });
  return { indicated: tier!, verdicts, computedNow: computed, reasons, watch };
};

type Distance = Pick<Change, 'change' | 'direction' | 'relativePct'>;

const distance = (from: string | null, to: string, { word }: Read): Distance => {
  if (from === null || word) return { change: null, direction: 'other', relativePct: null };
  const start = inLastPlaces(from as Decimal);
  const change = inLastPlaces(to as Decimal) - start;
  return {
    change: fromLastPlaces(change),
    direction: change > 0n ? 'up' : 'down',
    relativePct: start === 0n ? null : fromLastPlaces(rounded(abs(change) * 100n * 10n ** 10n, abs(start))),
  };
};

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** By relative size; then those from nothing, by size; then those that have none. */
const bySize = (a: Change, b: Change): number => {
  const [left, right] = [sizeOf(a), sizeOf(b)];
  if (left.rank !== right.rank) return left.rank - right.rank;
  return left.size === right.size ? (a.measure < b.measure ? -1 : 1) : left.size < right.size ? -1 : 1;
};

const sizeOf = ({ relativePct, change }: Change): { rank: number; size: bigint } => {
  if (relativePct !== null) return { rank: 0, size: inLastPlaces(relativePct) };
  return change === null ? { rank: 2, size: 0n } : { rank: 1, size: abs(inLastPlaces(change)) };
};
