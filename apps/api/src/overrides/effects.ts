import { Injectable } from '@nestjs/common';
import { coverageOf, type TierCode, type TierCoverage, treatmentOf } from '#libs/domain';
import { type Decimal, decimal, subtractDecimals } from '#libs/kernel';
import type { OverrideAsked, Preview } from '#libs/runs';
import { Coverage } from '#libs/views';
import type { CallersScope } from '../http/scopes/scope';
import { Coverages } from '../treatments/coverages';
import { bestFirst } from '../treatments/plans';
import type { EffectAnswered } from './preview-answered';

/** From which tier an account would come, and to which; null is none. */
interface Move {
  readonly from: TierCode | null;
  readonly to: TierCode | null;
}

/** What an override would do beside giving an account another tier. */
@Injectable()
export class Effects {
  constructor(
    private readonly coverages: Coverages,
    private readonly coverage: Coverage,
  ) {}

  /** `inside`: the accounts that are counted; null is all of them. */
  async of(
    preview: Preview,
    { scheme, view }: Pick<OverrideAsked, 'scheme' | 'view'>,
    inside: CallersScope,
  ): Promise<EffectAnswered> {
    const { basis, today } = preview.ground;
    const move = moveOf(preview);
    if (move.from === move.to) return { arr: basis.arr, arrMoved: basis.arr && '0', tiers: [] };
    const found = await this.coverages.find({ scheme, view, asOf: today }, inside);
    const people = await this.coverage.people(scheme, today, found.at.position);
    const then = coverageOf(bestFirst(preview.ground.document), moved(found.accounts, move), people);
    const tierOf = (code: TierCode | null, accounts: 1 | -1) => {
      const tier = preview.ground.document.tiers.find((one) => one.code === code);
      if (!tier) return [];
      const { role = null, accountsPerRole = null } = treatmentOf(tier).coverage ?? {};
      const arr = basis.arr && (accounts === 1 ? basis.arr : subtractDecimals(decimal('0'), basis.arr));
      const loads = { now: loadOf(found.tiers, tier.code), then: loadOf(then, tier.code) };
      return [{ tier: tier.code, accounts, arr, role, accountsPerRole, ...loads }];
    };
    return { arr: basis.arr, arrMoved: basis.arr, tiers: [...tierOf(move.from, -1), ...tierOf(move.to, 1)] };
  }
}

/** On the day of the greatest jump. */
const moveOf = ({ ground: { basis }, wanted, prospect: { jump } }: Preview): Move => {
  const standing = basis.computed.find(({ from }) => from === jump.on) ?? basis.computed[0];
  const from = standing?.tier ?? null;
  if (wanted.kind === 'EXCLUDE') return { from, to: null };
  return { from, to: jump.distance === 0 ? from : (wanted.tier ?? from) };
};

const moved = (accounts: ReadonlyMap<string, number>, { from, to }: Move): ReadonlyMap<string, number> => {
  const after = new Map(accounts);
  if (from !== null) after.set(from, Math.max(0, (after.get(from) ?? 0) - 1));
  if (to !== null) after.set(to, (after.get(to) ?? 0) + 1);
  return after;
};

const loadOf = (tiers: readonly TierCoverage[], code: TierCode) => {
  const { accounts, places, utilisation } = tiers.find(({ tier }) => tier === code) ?? {
    ...{ accounts: 0, places: null, utilisation: null as Decimal | null },
  };
  return { accounts, places, utilisation };
};
