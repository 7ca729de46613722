import { explain, type Explanation, type PolicyKind, type RetroKind } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import { type Explained, type TierAnswer, untiered } from '#libs/views';
import {
  IsAny,
  IsCode,
  IsDay,
  IsFlag,
  IsInstant,
  IsLine,
  IsLines,
  IsListOf,
  IsMoney,
  IsPart,
  IsPosition,
  IsWhole,
} from '../http/fields';
import { BoundaryTold, Needs } from './boundaries-told';
import { InputTold, ReasonTold, RuleTold, StabiliserTold } from './rules-told';

class CauseTold {
  @IsLine(32) kind!: string;
  @IsLine(32, { nullable: true }) retroKind!: RetroKind | null;
  @IsLine(256, { nullable: true }) runId!: string | null;
  @IsLine(256, { nullable: true }) eventId!: string | null;
  @IsLines() factIds!: readonly string[];
}

class Replayed {
  @IsFlag({ description: 'Taken again from what its event keeps, the decision comes out byte by byte.' })
  identical!: boolean;
}

class ValidDays {
  @IsDay() from!: Day;
  @IsDay({ nullable: true }) until!: Day | null;
}

/** A decision told in full, with the answer that it leads to. */
export class ExplanationAnswered {
  @IsCode() externalId!: string;
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsDay() asOf!: Day;
  @IsInstant() knownAt!: Instant;
  @IsPosition() position!: string;
  @IsCode() effective!: string;
  @IsCode() computed!: string;
  @IsCode({ nullable: true }) indicated!: string | null;
  @IsPart(() => ValidDays) valid!: ValidDays;
  @IsDay({ nullable: true, description: 'The day of the decision in force; null before the first.' })
  decidedOn!: Day | null;
  @IsLine(256, { nullable: true }) decisionId!: string | null;
  @IsWhole(0, 1_000_000, { nullable: true }) policyVersion!: number | null;
  @IsLine(32, { nullable: true }) kind!: PolicyKind | null;
  @IsLine(32, { description: 'NOT_ASSESSED before the first decision.' }) outcome!: string;
  @IsMoney({ nullable: true }) score!: string | null;
  @IsListOf(() => ReasonTold) reasons!: readonly ReasonTold[];
  @IsListOf(() => InputTold) inputs!: readonly InputTold[];
  @IsListOf(() => RuleTold) rules!: readonly RuleTold[];
  @IsPart(() => StabiliserTold, { nullable: true }) stabiliser!: StabiliserTold | null;
  @IsListOf(() => BoundaryTold) boundaries!: readonly BoundaryTold[];
  @IsPart(() => Needs, { nullable: true }) toStay!: Needs | null;
  @IsListOf(() => Needs) toRise!: readonly Needs[];
  @IsAny({ type: 'array', items: { type: 'object' } }) overridesConsidered!: readonly object[];
  @IsPart(() => CauseTold, { nullable: true }) cause!: CauseTold | null;
  @IsPart(() => Replayed, { nullable: true }) replay!: Replayed | null;
}

/** The answer of a day, and the decision that it rests on. */
export const explanationAnswered = (
  { externalId, scheme, view, asOf, knownAt, position, effective, computed, indicated, valid }: TierAnswer,
  explained: Explained | null,
  reviews: readonly Day[],
): ExplanationAnswered => ({
  externalId,
  scheme,
  view,
  asOf,
  knownAt,
  position,
  effective,
  computed,
  indicated,
  valid,
  ...(explained ? decisionTold(explained, asOf, reviews) : notAssessed),
});

/** What an explanation says beside the tier answer. */
type DecisionTold = Omit<ExplanationAnswered, Exclude<keyof TierAnswer, 'policyVersion' | 'decisionId'>>;

const decisionTold = ({ decision, record }: Explained, asOf: Day, reviews: readonly Day[]): DecisionTold => {
  const { day, policyVersion, outcome, score } = decision.assessment;
  const { inputs, ...told } = explain(record, asOf, reviews);
  return {
    decidedOn: day,
    decisionId: decision.decisionId,
    policyVersion,
    outcome,
    score: score ?? null,
    ...told,
    inputs: inputs.map(inputTold),
    overridesConsidered: [],
    cause: causeTold(decision),
  };
};

const inputTold = (input: Explanation['inputs'][number]): InputTold => ({
  measure: input.measure,
  value: input.value,
  problem: input.problem ?? null,
  factIds: input.factId === undefined ? [] : [input.factId],
  validFrom: input.validFrom ?? null,
  window: input.window ?? null,
  definition: input.definition,
  freshness: input.freshness,
});

const causeTold = ({ cause, retroKind }: Explained['decision']): CauseTold => ({
  kind: cause.kind,
  retroKind,
  runId: cause.runId ?? null,
  eventId: cause.eventId ?? null,
  factIds: cause.factIds ?? [],
});

const notAssessed: DecisionTold = {
  decidedOn: null,
  decisionId: null,
  policyVersion: null,
  kind: null,
  outcome: 'NOT_ASSESSED',
  score: null,
  reasons: [
    {
      code: 'NOT_ASSESSED',
      says: `No assessment has taken place by the day, so the account is ${untiered}.`,
    },
  ],
  inputs: [],
  rules: [],
  stabiliser: null,
  boundaries: [],
  toStay: null,
  toRise: [],
  overridesConsidered: [],
  cause: null,
  replay: null,
};
