import {
  type Explanation,
  type Factor,
  factors,
  explain,
  type PolicyKind,
  type RetroKind,
  type Verdict,
} from '#libs/domain';
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
  IsOneOf,
  IsPart,
  IsPosition,
  IsWhole,
} from '../http/fields';

const text = { type: 'string' };

class ReasonTold {
  @IsLine(256) code!: string;
  @IsAny(text) says!: string;
}

class WindowTold {
  @IsDay() from!: Day;
  @IsDay({ description: 'Outside the window.' }) until!: Day;
  @IsWhole(0, 2 ** 31) lines!: number;
}

class FreshnessTold {
  @IsWhole(-1_000_000, 1_000_000, { description: 'On the day asked about.' }) ageDays!: number;
  @IsWhole(1, 36_500, { nullable: true }) limitDays!: number | null;
}

export class InputTold {
  @IsCode() measure!: string;
  @IsAny(text, { nullable: true }) value!: string | null;
  @IsLine(64, { nullable: true, description: 'Why there is no value.' }) problem!: string | null;
  @IsLines({ description: 'The facts that give it; a window of revenue counts its lines instead.' })
  factIds!: readonly string[];
  @IsDay({ nullable: true }) validFrom!: Day | null;
  @IsPart(() => WindowTold, { nullable: true }) window!: WindowTold | null;
  @IsAny(text, { nullable: true, description: 'In words; null for a fact that decided beside the measures.' })
  definition!: string | null;
  @IsPart(() => FreshnessTold, { nullable: true }) freshness!: FreshnessTold | null;
}

const verdicts: readonly Verdict[] = ['MATCHED', 'NOT_MATCHED', 'NOT_EVALUATED'];

class ConditionTold {
  @IsAny(text) says!: string;
  @IsOneOf(verdicts) verdict!: Verdict;
  @IsAny(text, { nullable: true }) value!: string | null;
}

export class RuleTold {
  @IsLine(256, { description: 'A JSON Pointer into the policy document.' }) pointer!: string;
  @IsAny(text) says!: string;
  @IsOneOf(verdicts) verdict!: Verdict;
  @IsLine(256, { nullable: true }) subject!: string | null;
  @IsMoney({ nullable: true }) value!: string | null;
  @IsMoney({ nullable: true }) at!: string | null;
  @IsMoney({ nullable: true, description: 'What is missing to reach `at`; negative when it is passed.' })
  distance!: string | null;
  @IsCode({ nullable: true }) tier!: string | null;
  @IsListOf(() => ConditionTold, { description: 'Of a row of a table.' })
  conditions!: readonly ConditionTold[];
  @IsAny(text, { nullable: true, description: 'Why it was not evaluated.' }) because!: string | null;
}

export class WatchTold {
  @IsOneOf(['promotion', 'demotion', 'change']) direction!: string;
  @IsWhole(0, 100) seen!: number;
  @IsWhole(1, 100) needed!: number;
  @IsDay() since!: Day;
}

class Stands {
  @IsCode({ nullable: true }) tier!: string | null;
  @IsDay({ nullable: true }) heldSince!: Day | null;
  @IsPart(() => WatchTold, { nullable: true }) watch!: WatchTold | null;
}

class StabiliserTold {
  @IsPart(() => Stands) before!: Stands;
  @IsPart(() => Stands) after!: Stands;
  @IsAny({ type: 'object', additionalProperties: true }, { nullable: true }) settings!: object | null;
  @IsOneOf(['STABLE', 'WATCH']) state!: string;
  @IsDay({ nullable: true, description: 'The first review known at which the watch could be confirmed.' })
  projectedDate!: Day | null;
}

class BoundaryTold {
  @IsLine(256) pointer!: string;
  @IsCode({ nullable: true }) tier!: string | null;
  @IsLine(256) subject!: string;
  @IsMoney({ nullable: true }) value!: string | null;
  @IsMoney({ description: 'The least value that reaches it.' }) enter!: string;
  @IsMoney({ description: 'The least value that keeps what is over it.' }) exit!: string;
  @IsMoney({ nullable: true }) toEnter!: string | null;
  @IsMoney({ nullable: true }) toExit!: string | null;
}

class Need {
  @IsLine(256) subject!: string;
  @IsMoney({ nullable: true }) value!: string | null;
  @IsMoney() atLeast!: string;
  @IsMoney({ nullable: true, description: 'To stay: what may be lost. To rise: what is missing.' })
  distance!: string | null;
}

export class Needs {
  @IsCode() tier!: string;
  @IsOneOf(['any', 'all'], { description: 'Whether one of the needs is enough.' }) combine!: 'any' | 'all';
  @IsListOf(() => Need) needs!: readonly Need[];
}

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
  answer: TierAnswer,
  explained: Explained | null,
  reviews: readonly Day[],
): ExplanationAnswered => {
  const { externalId, scheme, view, asOf, knownAt, position, effective, computed, indicated, valid } = answer;
  const standing = {
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
  };
  if (!explained) return { ...standing, ...notAssessed };
  const { decision, record } = explained;
  const { assessment } = decision;
  return {
    ...standing,
    decidedOn: assessment.day,
    decisionId: decision.decisionId,
    policyVersion: assessment.policyVersion,
    outcome: assessment.outcome,
    score: assessment.score ?? null,
    ...told(explain(record, asOf, reviews)),
    overridesConsidered: [],
    cause: causeTold(decision),
  };
};

const told = ({ inputs, ...rest }: Explanation) => ({
  ...rest,
  inputs: inputs.map(({ problem, factId, validFrom, window, ...input }) => ({
    ...input,
    problem: problem ?? null,
    factIds: factId === undefined ? [] : [factId],
    validFrom: validFrom ?? null,
    window: window ?? null,
  })),
});

const causeTold = ({ cause, retroKind }: Explained['decision']): CauseTold => ({
  kind: cause.kind,
  retroKind,
  runId: cause.runId ?? null,
  eventId: cause.eventId ?? null,
  factIds: cause.factIds ?? [],
});

const notAssessed = {
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

/** Why an account moved. */
export class MoveDetail {
  @IsCode({ optional: true }) measure?: string;
  @IsAny(text, { optional: true, nullable: true }) from?: string | null;
  @IsAny(text, { optional: true, nullable: true }) to?: string | null;
  @IsLines({ optional: true }) factIds?: readonly string[];
  @IsWhole(0, 1_000_000, { optional: true, nullable: true }) fromVersion?: number | null;
  @IsWhole(0, 1_000_000, { optional: true, nullable: true }) toVersion?: number | null;
  @IsDay({ optional: true, nullable: true }) fromCohort?: Day | null;
  @IsDay({ optional: true, nullable: true }) toCohort?: Day | null;
  @IsLines({ optional: true }) reasons?: readonly string[];
  @IsLine(32, { optional: true }) retroKind?: RetroKind;
  @IsCode({ optional: true }) mergedInto?: string;
}

export class MoveCauseTold {
  @IsOneOf(factors) factor!: Factor;
  @IsPart(() => MoveDetail) detail!: MoveDetail;
}

class DecisionIds {
  @IsLine(256, { nullable: true }) a!: string | null;
  @IsLine(256, { nullable: true }) b!: string | null;
}

/** An account that stands at another tier at b than at a. */
export class MovedTold {
  @IsCode() externalId!: string;
  @IsCode({ nullable: true }) fromTier!: string | null;
  @IsCode({ nullable: true }) toTier!: string | null;
  @IsPart(() => MoveCauseTold) cause!: MoveCauseTold;
  @IsPart(() => DecisionIds) decisionIds!: DecisionIds;
}
