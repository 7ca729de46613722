import {
  type Assessment,
  Assessment as AssessmentSchema,
  type Cause,
  type PlacementEvent,
  TierAssigned,
  TierDemoted,
  TierMoved,
  TierPromoted,
  TierReaffirmed,
  TierRestated,
  TimelineClosed,
  TimelineOpened,
} from '#libs/domain';
import { day } from '#libs/kernel';

const timeline = { scheme: 'contract-value', view: 'ACCOUNT', externalId: 'ACME' };

/** An assessment that came to a tier, with what views look at and nothing more. */
export const assessed = (
  tier: string | null,
  on: string,
  indicated: string | null = tier,
  outcome: Assessment['outcome'] = 'REAFFIRMED',
): Assessment =>
  AssessmentSchema.parse({
    day: on,
    kind: 'scheduled',
    policyVersion: 1,
    inputs: [],
    indicated,
    computed: tier,
    heldSince: tier === null ? null : on,
    watch: null,
    outcome,
    reasons: [],
  });

const cause = (kind: Cause['kind']): Cause => ({ kind });

/** The events of a placement as stories tell them, of ACME unless another account is named. */
export const placementOf = (externalId: string = timeline.externalId, scheme: string = timeline.scheme) => {
  const key = { ...timeline, externalId, scheme } as Parameters<typeof TimelineClosed>[0];
  const because = (kind: Cause['kind']) => ({ ...key, cause: cause(kind), basis: '1' });
  const step =
    (event: typeof TierAssigned | typeof TierReaffirmed, outcome: Assessment['outcome']) =>
    (tier: string | null, on: string, indicated = tier) =>
      event({ ...because('RUN'), assessment: assessed(tier, on, indicated, outcome), before: null });
  return {
    opened: (from: string): PlacementEvent => TimelineOpened({ ...because('ACCOUNT'), from: day(from) }),
    assigned: step(TierAssigned, 'ASSIGNED') as (tier: string, on: string) => PlacementEvent,
    promoted: step(TierPromoted as never, 'PROMOTED') as (tier: string, on: string) => PlacementEvent,
    demoted: step(TierDemoted as never, 'DEMOTED') as (tier: string, on: string) => PlacementEvent,
    moved: step(TierMoved as never, 'MOVED') as (tier: string, on: string) => PlacementEvent,
    reaffirmed: step(TierReaffirmed, 'REAFFIRMED') as (
      tier: string,
      on: string,
      indicated?: string | null,
    ) => PlacementEvent,
    /** From a day on the timeline is told anew. */
    restated: (
      from: string,
      assessments: readonly (readonly [on: string, tier: string | null])[],
      { opened = from, kind = 'LATE_FACT' }: { opened?: string; kind?: Cause['kind'] } = {},
    ): PlacementEvent =>
      TierRestated({
        ...because(kind),
        from: day(from),
        opened: day(opened),
        assessments: assessments.map(([on, tier]) => assessed(tier, on)),
        ...((kind === 'LATE_FACT' || kind === 'ERROR_CORRECTION') && { retroKind: kind }),
      }),
    closed: (): PlacementEvent => TimelineClosed(because('ACCOUNT')),
  };
};
