import { day, isDecimal } from '#libs/kernel';
import { decide } from '../../placement/decision';
import { derived } from '../../placement/derived-inputs';
import type { Assessment, Input } from '../../placement/placement.events';
import type { Measure, TierCode } from '../../vocabulary';
import { cutCohort } from '../judge/cohort';
import { type GoldenCase, heldCase, outsideCase } from './golden-case';
import type { CutPoints, Rule } from '../judge/judge';
import { judgeOf } from '../judge/judge-of';
import type { DerivedMeasure, Read } from '../measures';
import type { PolicyDocument } from '../policy-document';

/** What became of a golden account. */
export interface CaseOutcome {
  readonly name: string;
  readonly expected: TierCode;
  /** A tier, `HELD` or `OUT_OF_PROGRAMME`. */
  readonly outcome: TierCode;
  readonly passed: boolean;
  /** What shaped the outcome, as an assessment says it. */
  readonly reasons: readonly string[];
}

/** How many cases a rule matched, did not match, and could or need not be evaluated for. */
export interface RuleCoverage extends Pick<Rule, 'pointer' | 'says'> {
  readonly matched: number;
  readonly notMatched: number;
  readonly notEvaluated: number;
}

export interface CasesRun {
  readonly outcomes: readonly CaseOutcome[];
  readonly rules: readonly RuleCoverage[];
  /** Pointers of the rules that no case matches. */
  readonly uncovered: readonly string[];
}

/**
 * Puts each golden account through one scheduled review: no move has been watched before it, and tenure, grace and
 * shield are over. Where accounts are ranked, the cases are the cohort.
 */
export const runCases = (document: PolicyDocument): CasesRun => {
  const { cases = [] } = document;
  const read = cases.map(({ inputs }) => inputsOf(document, inputs));
  const cuts = cutsOf(document, read);
  const assessed = cases.map((one, index) => review(document, one, read[index]!, cuts));
  const rules = judgeOf(document)
    .rules(cuts)
    .map((rule, index) => coverageOf(rule, index, assessed));
  return {
    outcomes: cases.map((one, index) => outcomeOf(one, assessed[index]!)),
    rules,
    uncovered: rules.filter(({ matched }) => matched === 0).map(({ pointer }) => pointer),
  };
};

const inputsOf = (document: PolicyDocument, given: GoldenCase['inputs']): Input[] => {
  const inputs: Input[] = [];
  for (const one of judgeOf(document).reads) inputs.push(inputOf(one, given, inputs));
  return inputs;
};

const inputOf = (
  { measure, definition, word = false }: Read,
  given: GoldenCase['inputs'],
  before: Input[],
): Input => {
  const value = Object.hasOwn(given, measure) ? given[measure] : undefined;
  const isMade = !('fact' in definition) && !('revenueWindowMonths' in definition);
  if (value === undefined && isMade)
    return { measure, ...derived(definition satisfies DerivedMeasure, before) };
  if (value === undefined || value === null) return without(measure, 'MISSING');
  return word || isDecimal(value) ? { measure, value } : without(measure, 'NOT_A_NUMBER');
};

const without = (measure: Measure, problem: string): Input => ({ measure, value: null, problem });

const cutsOf = (document: PolicyDocument, read: readonly Input[][]): CutPoints | null => {
  if (document.kind !== 'percentile') return null;
  const judge = judgeOf(document);
  return cutCohort(
    document,
    read.flatMap((inputs) => judge.contends(inputs) ?? []),
  );
};

const reviewed = day('2000-01-01');
const longBefore = day('1900-01-01');

const review = (
  document: PolicyDocument,
  { current }: GoldenCase,
  inputs: Input[],
  cuts: CutPoints | null,
): Assessment =>
  decide({
    due: {
      day: reviewed,
      kind: 'scheduled',
      policy: { version: 0, document, from: longBefore, until: null },
    },
    inputs,
    opened: longBefore,
    previous: current === undefined ? undefined : standingAt(current),
    cuts,
    cutsBefore: null,
    cohortOf: undefined,
    bypass: undefined,
    renewal: undefined,
  });

const standingAt = (tier: TierCode): Assessment => ({
  day: longBefore,
  kind: 'scheduled',
  policyVersion: 0,
  inputs: [],
  indicated: tier,
  computed: tier,
  heldSince: longBefore,
  watch: null,
  outcome: 'ASSIGNED',
  reasons: [],
});

const outcomeOf = (
  { name, expect }: GoldenCase,
  { outcome: came, computed, reasons }: Assessment,
): CaseOutcome => {
  const isHeld = came === 'HELD_STALE' || computed === null;
  const outcome = came === 'OUT_OF_PROGRAMME' ? outsideCase : isHeld ? heldCase : computed;
  return { name, expected: expect, outcome, passed: outcome === expect, reasons };
};

const coverageOf = (
  { pointer, says }: Rule,
  index: number,
  assessed: readonly Assessment[],
): RuleCoverage => {
  const letters = assessed.map(({ verdicts = '' }) => verdicts[index]);
  const count = (letter: string) => letters.filter((one) => one === letter).length;
  return { pointer, says, matched: count('M'), notMatched: count('N'), notEvaluated: count('?') };
};
