import type { Decimal } from '#libs/kernel';
import type { NotMeasured } from './not-measured';

/** Accounts by the tier on the opening day and where they stand on the closing day. */
export interface MigrationCell {
  /** A tier, UNTIERED, EXCLUDED, MERGED_INTO, or NEW: not onboarded on the opening day. */
  readonly from: string;
  /** A tier, UNTIERED, EXCLUDED, MERGED_INTO, or CHURNED: opening ARR above 0 and a closing ARR of 0. */
  readonly to: string;
  readonly accounts: number;
  readonly openingArr: Decimal;
  readonly closingArr: Decimal;
  /** Of the accounts of its row, in per cent with 6 places. */
  readonly rowPercent: Decimal;
}

/** Of the CHURNED: the tier at which their timelines stand on the closing day all the same. */
export interface ChurnedCell {
  readonly from: string;
  readonly standsAt: string;
  readonly accounts: number;
}

/** A number as text with 6 places; null where it would divide by nothing. */
export interface MigrationRatios {
  /** Accounts that stand higher on the closing day than on the opening day, and those that stand lower. */
  readonly upgrades: number;
  readonly downgrades: number;
  readonly upgradeToDowngrade: Decimal | null;
  /** The share of the accounts with a tier on the opening day that have the same one on the closing day. */
  readonly stability: Decimal | null;
  readonly psi: Decimal | null;
  readonly psiSays: 'STEADY' | 'WATCH' | 'ACT' | null;
}

/** A quarter's matrix. */
export interface Matrix extends MigrationRatios {
  readonly quarter: string;
  readonly cells: readonly MigrationCell[];
  readonly churned: readonly ChurnedCell[];
  /** Accounts, opening ARR and closing ARR of all cells. */
  readonly totals: { readonly accounts: number; readonly openingArr: Decimal; readonly closingArr: Decimal };
}

/** What stands for ARR, and for how many accounts: the measure, or the revenue of the twelve months before. */
export interface ArrBasis {
  readonly measured: number;
  readonly trailingRevenue: number;
  /** Accounts with revenue in several currencies, which are not added: they count as 0. */
  readonly unknown: number;
  readonly inWords: string;
}

/** Section 2. */
export interface MigrationSection {
  /** The tiers in order, the best first, as rows and columns stand. */
  readonly tiers: readonly string[];
  readonly current: Matrix;
  /** The quarter before, with the knowledge of the same pin. */
  readonly previous: Matrix | NotMeasured;
  readonly arrBasis: ArrBasis;
}
