import { compareDecimals } from '#libs/kernel';
import type { WindowSum } from '../placement/knowledge';
import type { TierCode } from '../vocabulary';
import type { RollUpRule } from './declaration';

/** Where a service line stands on a day. */
export interface LineStanding {
  readonly name: string;
  /** Null without a tier. */
  readonly tier: TierCode | null;
  /** Of the twelve months before the day. */
  readonly revenue: WindowSum;
}

/** What the service lines of an account come to together, and which of them decided. */
export interface RolledUp {
  readonly rule: RollUpRule;
  /** Null where no line decides, or the one that does has no tier. */
  readonly tier: TierCode | null;
  readonly from: readonly string[];
}

/** `ladder`: the tiers that stand in an order, the lowest first; a line at none of them does not count there. */
export const rollUp = (
  rule: RollUpRule,
  lines: readonly LineStanding[],
  ladder: readonly TierCode[],
): RolledUp => {
  const deciding = rules[rule](lines, ladder);
  return { rule, tier: deciding[0]?.tier ?? null, from: deciding.map(({ name }) => name) };
};

/** Whether an account stands where its lines say it should; where no line says anything, nothing speaks against it. */
export const agrees = ({ from, tier }: RolledUp, accountTier: TierCode | null): boolean =>
  from.length === 0 || tier === accountTier;

type Deciding = (lines: readonly LineStanding[], ladder: readonly TierCode[]) => readonly LineStanding[];

const standingAt =
  (pick: (...places: number[]) => number): Deciding =>
  (lines, ladder) => {
    const placed = lines.filter(({ tier }) => tier !== null && ladder.includes(tier));
    const place = pick(...placed.map(({ tier }) => ladder.indexOf(tier!)));
    return placed.filter(({ tier }) => tier === ladder[place]);
  };

/** The line with the most revenue; of equals the first by name. Amounts in several currencies cannot be compared. */
const largest: Deciding = (lines) => {
  const currencies = new Set(lines.flatMap(({ revenue }) => revenue.currencies));
  if (currencies.size > 1) return [];
  const [first] = [...lines].sort(
    (a, b) => compareDecimals(b.revenue.sum, a.revenue.sum) || (a.name < b.name ? -1 : 1),
  );
  return first ? [first] : [];
};

/** Which lines decide, by rule. */
const rules: Record<RollUpRule, Deciding> = {
  none: () => [],
  highest: standingAt(Math.max),
  lowest: standingAt(Math.min),
  largest,
};
