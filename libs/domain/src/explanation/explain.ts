import { type Day, daysBetween } from '#libs/kernel';
import type { DecisionBasis } from '../placement/decision';
import type { Assessment, Input, Watch } from '../placement/placement.events';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument, PolicyKind, Stabiliser } from '../policy/policy-document';
import type { TierCode } from '../vocabulary';
import { type BoundaryTold, boundariesOf, type Needs, toRise, toStay } from './boundaries';
import { gatesFor } from './gate-needs';
import { projectedDate } from './projected-date';
import { valuesFrom } from './ready-rules';
import { basisOf, isJudged, isReplayed, type OnRecord } from './replay';
import { type RuleTold, rulesTold } from './rules-told';
import { sentenceOf, wordsFor } from './words';

/** An input as the decision saw it, with where it comes from and how old it is. */
export interface InputTold extends Input {
  /** Null for a fact that decided beside the measures. */
  readonly definition: string | null;
  readonly freshness: { readonly ageDays: number; readonly limitDays: number | null } | null;
}

export interface Stands {
  readonly tier: TierCode | null;
  readonly heldSince: Day | null;
  readonly watch: Watch | null;
}

export interface StabiliserTold {
  readonly before: Stands;
  readonly after: Stands;
  readonly settings: Stabiliser | null;
  readonly state: 'STABLE' | 'WATCH';
  /** The first review known at which what is being watched could be confirmed. */
  readonly projectedDate: Day | null;
}

/** A decision told in full: what it read, every rule, what kept the tier, and how far it is to the next. */
export interface Explanation {
  readonly kind: PolicyKind | null;
  readonly reasons: readonly { readonly code: string; readonly says: string }[];
  readonly inputs: readonly InputTold[];
  readonly rules: readonly RuleTold[];
  readonly stabiliser: StabiliserTold;
  readonly boundaries: readonly BoundaryTold[];
  readonly toStay: Needs | null;
  readonly toRise: readonly Needs[];
  readonly replay: { readonly identical: boolean };
}

/** `reviews`: the scheduled days of the scheme that are known, in order. */
export const explain = (record: OnRecord, asOf: Day, reviews: readonly Day[]): Explanation => {
  const { document, assessment, previous } = record;
  const basis = isJudged(record) ? basisOf(record) : null;
  const rules = basis && byRules(basis, assessment);
  return {
    kind: document && document.kind,
    reasons: assessment.reasons.map((code) => ({ code, says: sentenceOf(code) })),
    inputs: inputsTold(document, assessment, asOf),
    rules: rules ? rules.rules : [],
    stabiliser: stabiliserTold(record, previous, reviews),
    boundaries: rules ? rules.boundaries : [],
    toStay: rules && rules.toStay,
    toRise: rules ? rules.toRise : [],
    replay: { identical: isReplayed(record, basis) },
  };
};

type ByRules = Pick<Explanation, 'rules' | 'boundaries' | 'toStay' | 'toRise'>;

const byRules = ({ due, inputs, cuts }: DecisionBasis, { verdicts, computed }: Assessment): ByRules => {
  const { document } = due.policy;
  const valueOf = valuesFrom(document, inputs);
  const letters = verdicts ?? judgeOf(document).judge(inputs, cuts).verdicts;
  const boundaries = boundariesOf(document, inputs, cuts, valueOf);
  const gates = gatesFor(document, inputs, cuts, valueOf);
  return {
    rules: rulesTold(document, inputs, cuts, letters, valueOf),
    boundaries,
    toStay: toStay(document, boundaries, computed, gates),
    toRise: toRise(document, boundaries, computed, gates),
  };
};

const inputsTold = (document: PolicyDocument | null, { inputs }: Assessment, asOf: Day): InputTold[] => {
  const reads = document === null ? [] : judgeOf(document).reads;
  return inputs.map((input, index) => {
    const definition = reads[index]?.definition;
    const limitDays = definition && 'fact' in definition ? (definition.freshnessDays ?? null) : null;
    const { validFrom } = input;
    return {
      ...input,
      definition: definition ? wordsFor(definition) : null,
      freshness: validFrom === undefined ? null : { ageDays: daysBetween(validFrom, asOf), limitDays },
    };
  });
};

const stabiliserTold = (
  { document, assessment, opened }: OnRecord,
  previous: Assessment | undefined,
  reviews: readonly Day[],
): StabiliserTold => {
  const after = standsAt(assessment);
  const settings = document?.stabiliser ?? null;
  return {
    before: standsAt(previous),
    after,
    settings,
    state: after.watch === null ? 'STABLE' : 'WATCH',
    projectedDate: settings && projectedDate(settings, assessment, opened, reviews),
  };
};

const standsAt = (assessment: Assessment | undefined): Stands => ({
  tier: assessment?.computed ?? null,
  heldSince: assessment?.heldSince ?? null,
  watch: assessment?.watch ?? null,
});
