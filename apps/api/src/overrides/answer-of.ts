import { levelOf } from '#libs/domain';
import type { OverrideFlag } from '#libs/runs';
import type { OverrideKnown } from '#libs/views';
import type { OverrideAnswered } from './override-answered';
import type { AttestedAgain, DecisionAnswered } from './route-answered';

/** An override as HTTP tells it. */
export const overrideAnswer = (
  known: OverrideKnown,
  flagsOf: (known: OverrideKnown) => readonly OverrideFlag[],
): OverrideAnswered => {
  const { id, life, asked, ground, steps } = known;
  const { scheme, view, externalId, kind, tier, from, until, supersedes, renews, renewal } = known;
  const { reasonCode, incident, evidence, requestedOn, seat, quarter } = asked;
  // Who asked, and for whom where a delegate did.
  const [requestedBy, onBehalfOf = null] = life.requestedBy;
  return {
    ...{ id, state: known.state.state, scheme, view, externalId, type: kind, tier, from, until },
    flags: flagsOf(known),
    endsOn: known.endsOn,
    level: levelOf(life)?.level ?? null,
    route: life.route,
    decisions: steps.flatMap((step) => decisionOf(step) ?? []),
    attestations: steps.flatMap((step) => attestationOf(step) ?? []),
    jump: ground.jump,
    justification: life.justification,
    ...{ reasonCode, incident, evidence, supersedes, renews, renewal },
    ...{ requestedBy: requestedBy!, onBehalfOf, requestedOn, requestedAt: steps[0]!.at },
    ...{ seat, quarter },
    decideBy: life.status === 'requested' ? life.decideBy : null,
    ratifyBy: known.ratifyBy,
    attestBy: ground.drift?.reattestBy ?? known.attestBy,
    reviewBy: known.reviewBy,
    basis: life.basisHash,
    basisInFull: life.basis,
  };
};

const yesOrNo: Partial<Record<Step['what'], DecisionAnswered['decision']>> = {
  APPROVED: 'approved',
  RATIFIED: 'approved',
  REJECTED: 'rejected',
};

type Step = OverrideKnown['steps'][number];

const decisionOf = ({ what, by, level, role, onBehalfOf, comment, at }: Step): DecisionAnswered | null => {
  const decision = yesOrNo[what];
  if (!decision || by === null || level === undefined || role === undefined) return null;
  return {
    decision,
    level,
    role,
    decidedBy: by,
    onBehalfOf: onBehalfOf ?? null,
    comment: comment ?? null,
    at,
  };
};

const attestationOf = ({ what, by, onBehalfOf, comment, at }: Step): AttestedAgain | null => {
  if (by === null || (what !== 'ATTESTATION_GIVEN' && what !== 'REATTESTED')) return null;
  const complete = what === 'REATTESTED';
  return { attestedBy: by, onBehalfOf: onBehalfOf ?? null, complete, comment: comment ?? null, at };
};
