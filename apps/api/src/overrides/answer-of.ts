import { levelOf, type PolicyDocument, type QuotaLedger, treatmentOf } from '#libs/domain';
import type { OverrideNow, Preview } from '#libs/runs';
import type { OverrideAnswered, PreviewAnswered, QuotaAnswered } from './override-answered';

export const overrideAnswer = ({
  override,
  beginning,
  told,
  state,
  ending,
}: OverrideNow): OverrideAnswered => ({
  id: override.overrideId,
  state: state.state,
  scheme: beginning.scheme,
  view: beginning.view,
  externalId: beginning.externalId,
  type: override.kind,
  tier: override.tier,
  from: override.from,
  until: override.until,
  endsOn: ending?.on ?? null,
  level: levelOf(override)?.level ?? null,
  route: override.route,
  decisions: told.decisions.get(override.overrideId) ?? [],
  jump: beginning.jump,
  reasonCode: beginning.reasonCode,
  incident: beginning.incident,
  justification: override.justification,
  evidence: beginning.evidence,
  supersedes: override.supersedes,
  renews: override.renews,
  renewal: override.renewal,
  requestedBy: beginning.requestedBy,
  onBehalfOf: beginning.onBehalfOf,
  requestedOn: beginning.requestedOn,
  requestedAt: beginning.requestedAt,
  seat: beginning.seat,
  quarter: beginning.quarter,
  decideBy: override.status === 'requested' ? override.decideBy : null,
  ratifyBy: override.status === 'approved' ? override.ratifyBy : null,
  attestBy: override.status === 'approved' ? (override.drift?.reattestBy ?? override.attestBy) : null,
  basis: override.basisHash,
  basisInFull: override.basis,
});

export const quotaAnswer = (
  { scheme, quarter, seat }: { readonly scheme: string; readonly quarter: string; readonly seat: string },
  ledger: QuotaLedger,
): QuotaAnswered => ({ scheme, quarter, seat, ...ledger });

export const previewAnswer = (preview: Preview & { readonly scheme: string }): PreviewAnswered => {
  const { ground, prospect, refusal, quota, scheme, seat, quarter } = preview;
  return {
    jump: prospect.jump,
    route: prospect.route,
    quota: quotaAnswer({ scheme, seat, quarter }, quota),
    basis: ground.basisHash,
    basisInFull: ground.basis,
    effect: effectOf(preview),
    refusal: refusal && { code: refusal.code, detail: refusal.message, ...refusal.details },
  };
};

/** On the day of the greatest jump: which tier loses the account, and which wins it. */
const effectOf = ({ ground: { basis, document }, wanted, prospect: { jump } }: Preview): object => {
  const standing = basis.computed.find(({ from }) => from === jump.on) ?? basis.computed[0];
  const from = standing?.tier ?? null;
  const to = wanted.kind === 'EXCLUDE' ? null : jump.distance === 0 ? from : (wanted.tier ?? from);
  const moves = from === to ? [] : [changeOf(document, from, -1), changeOf(document, to, 1)];
  return { arr: basis.arr, tiers: moves.flatMap((move) => move ?? []) };
};

const changeOf = ({ tiers }: PolicyDocument, code: string | null, accounts: number): object | null => {
  const tier = tiers.find((one) => one.code === code);
  if (!tier) return null;
  const { role = null, accountsPerRole = null } = treatmentOf(tier).coverage ?? {};
  return { tier: tier.code, accounts, role, accountsPerRole };
};
