import { type PolicyDocument, treatmentOf } from '#libs/domain';
import type { Preview } from '#libs/runs';
import { IsAny, IsLine, IsListOf, IsPart } from '../http/fields';
import { JumpAnswered, RouteLevel } from './route-answered';
import { quotaAnswer, QuotaAnswered } from './quota-answered';

const anything = { type: 'object', additionalProperties: true };

export class PreviewAnswered {
  @IsPart(() => JumpAnswered) jump!: JumpAnswered;
  @IsListOf(() => RouteLevel) route!: readonly RouteLevel[];
  @IsPart(() => QuotaAnswered) quota!: QuotaAnswered;
  @IsLine(128) basis!: string;
  @IsAny(anything) basisInFull!: object;
  @IsAny(anything, { description: 'What moves with the account: `arr`, and `tiers` that lose or win it.' })
  effect!: object;
  @IsAny(anything, { nullable: true, description: 'Why it would be refused: `code` and `detail`.' })
  refusal!: object | null;
}

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
