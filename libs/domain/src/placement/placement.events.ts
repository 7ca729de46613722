import { z } from 'zod';
import { Day, Decimal, event } from '#libs/kernel';
import { ExternalId, FactId, Measure, RetroKind, SchemeCode, TierCode, View } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** A measure's value as an assessment saw it. Revenue: the sum of a window and how many lines it has. */
export const Input = z.object({
  measure: Measure,
  /** Null when missing, stale or not a number. */
  value: z.string().nullable(),
  /** Why there is no value: `MISSING`, `STALE`, `NOT_A_NUMBER`, `MIXED_CURRENCY`, `UNDEFINED`, `OUT_OF_RANGE`, `WITHOUT_EVIDENCE`, `OWNER_ASSESSED`, `LOW_CONFIDENCE`. */
  problem: z.string().optional(),
  factId: FactId.optional(),
  validFrom: Day.optional(),
  window: z.object({ from: Day, until: Day, lines: z.int() }).optional(),
});
export type Input = z.infer<typeof Input>;

/** A move that is being confirmed: how many scheduled assessments of those needed have said so. */
export const Watch = z.object({
  /** `change`: between tiers without an order. */
  direction: z.enum(['promotion', 'demotion', 'change']),
  seen: z.int().min(0),
  needed: z.int().min(1),
  since: Day,
});
export type Watch = z.infer<typeof Watch>;

/** What an assessment of one day came to. */
export const Assessment = z.object({
  day: Day,
  kind: z.enum(['scheduled', 'unscheduled']),
  /** 0 where no policy had a part: the account has ended. */
  policyVersion: z.int(),
  inputs: z.array(Input),
  /** What the policy says of the inputs; null when it could not be evaluated. */
  indicated: TierCode.nullable(),
  /** After the stabiliser; null is UNTIERED. */
  computed: TierCode.nullable(),
  /** The first day of the computed tier. */
  heldSince: Day.nullable(),
  watch: Watch.nullable(),
  outcome: z.enum([
    'ASSIGNED',
    'PROMOTED',
    'DEMOTED',
    'MOVED',
    'REAFFIRMED',
    'HELD_STALE',
    'UNTIERED',
    'OUT_OF_PROGRAMME',
    'ENDED',
  ]),
  /** What shaped the outcome: `POPULATION_SHIFT`, `DEAD_BAND`, `WATCH_OPENED`, `WATCH_CLEARED`, `CONFIRMED`, `STEP_LIMIT`, `TENURE`, `RENEWAL_SHIELD`, `ONBOARDING_GRACE`, `BYPASS:<measure>`, `JUMP_2`, `GATE:<measure>`, `MISSING:<measure>`, `STALE:<measure>`... */
  reasons: z.array(z.string()),
  /** A letter for every rule of the policy in its order: `M` matched, `N` not matched, `?` not evaluated. */
  verdicts: z.string().optional(),
  /** The weighted score, where the policy has one. */
  score: Decimal.optional(),
  /** The day of the ranked cohort whose cut points divided. */
  cohortOf: Day.optional(),
  /** The account that this one is part of from the day on. */
  mergedInto: ExternalId.optional(),
});
export type Assessment = z.infer<typeof Assessment>;

/** Why assessments were made: an evaluation run, facts, a correction, a policy, a merger or the account itself. */
export const Cause = z.object({
  kind: z.enum([
    'RUN',
    'FACT',
    'LATE_FACT',
    'ERROR_CORRECTION',
    'RETRO_DECISION',
    'POLICY',
    'ACCOUNT',
    'POPULATION_SHIFT',
    'LINEAGE',
  ]),
  runId: z.string().optional(),
  /** The event that led here. */
  eventId: z.string().optional(),
  factIds: z.array(z.string()).optional(),
  reason: z.string().optional(),
});
export type Cause = z.infer<typeof Cause>;

const timeline = { scheme: SchemeCode, view: View, externalId: ExternalId };

/** What every assessment records beside its result. `basis`: the log position whose knowledge was used. */
const assessed = {
  ...timeline,
  assessment: Assessment,
  cause: Cause,
  basis: z.string(),
  /** Named when the day was past already and another answer for it had been known. */
  retroKind: RetroKind.optional(),
  /** The computed tier before; null is UNTIERED. */
  before: TierCode.nullable(),
};

/** The account has entered the scheme: from this day on it has an answer, UNTIERED until it is assessed. */
export const TimelineOpened = event('TimelineOpened', {
  ...timeline,
  from: Day,
  cause: Cause,
  basis: z.string(),
});

export const TierAssigned = event('TierAssigned', assessed);
export const TierPromoted = event('TierPromoted', assessed);
export const TierDemoted = event('TierDemoted', assessed);
/** To a tier neither higher nor lower: another ladder, or a scheme without an order. */
export const TierMoved = event('TierMoved', assessed);
/** Assessed, and the tier stays: a watch may have opened, gone on or been cleared. */
export const TierReaffirmed = event('TierReaffirmed', assessed);
/** An input was missing or stale, so nothing may move. */
export const TierHeld = event('TierHeld', assessed);
/** Without a tier: a first input is missing, or the account is out of the programme or part of another. */
export const TierWithheld = event('TierWithheld', assessed);

/** What was believed from a day on is replaced: the answer before stays on record. */
export const TierRestated = event('TierRestated', {
  ...timeline,
  /** The first day whose answer may differ. */
  from: Day,
  /** The first day of the timeline as known now; UNTIERED from there to the first assessment. */
  opened: Day,
  /** Every assessment of a day at or behind `from`, in order, as believed from now on. */
  assessments: z.array(Assessment),
  cause: Cause,
  basis: z.string(),
  retroKind: RetroKind.optional(),
});

/** The last fact or day that put the account into the scheme is gone: no day has an answer any more. */
export const TimelineClosed = event('TimelineClosed', { ...timeline, cause: Cause, basis: z.string() });

export const placementEvents = [
  TimelineOpened,
  TierAssigned,
  TierPromoted,
  TierDemoted,
  TierMoved,
  TierReaffirmed,
  TierHeld,
  TierWithheld,
  TierRestated,
  TimelineClosed,
] as const;
export type PlacementEvent = ReturnType<(typeof placementEvents)[number]>;
