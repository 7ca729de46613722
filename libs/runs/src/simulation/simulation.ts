import type { TierCode } from '#libs/domain';
import type { Day, Decimal } from '#libs/kernel';
import type { MatrixCell } from './migration-matrix';

export interface SimulationOrder {
  /** Id of the simulation and of its job, a UUID. */
  readonly id: string;
  readonly scheme: string;
  readonly version: number;
  /** The version is in force from this day on. */
  readonly from: Day;
  /** The day on which it is held against the plan as it stands. */
  readonly to: Day;
  /** Made by itself, for a version in the shadow. */
  readonly shadow: boolean;
  readonly createdBy: string;
}

export const moveKinds = ['enter', 'promotion', 'demotion', 'lateral', 'exit'] as const;
export type SimulatedMove = (typeof moveKinds)[number];
export type MoveCounts = Readonly<Record<SimulatedMove, number>>;

/** Where an account's ARR is from: a fact of the measure `arr`, or the revenue of the twelve months before. */
export type ArrBasis = 'ARR_FACT' | 'TRAILING_12_REVENUE';

/** What a tier comes to on the day. */
export interface TierFigures {
  readonly accounts: number;
  readonly arr: Decimal;
  readonly revenueTrailing12: Decimal;
  /** Revenue an account, to the cent; null without accounts. */
  readonly arpa: Decimal | null;
}

/** Under the plan as it stands, and under the version simulated. */
export interface TierRecast {
  /** `NONE`: without a tier. */
  readonly tier: string;
  readonly now: TierFigures;
  readonly then: TierFigures;
}

export interface TierCapacity {
  readonly tier: string;
  readonly accountsNow: number;
  readonly accountsThen: number;
  /** People needed; null where the treatment does not say how many accounts one takes. */
  readonly rolesNow: number | null;
  readonly rolesThen: number | null;
}

/** What a version would make of the service lines that it or the plan declares. */
export interface SimulatedLines {
  readonly lines: number;
  /** Lines with another tier on `to`. */
  readonly moved: number;
  readonly moves: MoveCounts & { readonly unchanged: number };
  readonly matrix: readonly { readonly from: string; readonly to: string; readonly lines: number }[];
}

/** A job's result: what a version would have made of the scheme's real history. */
export interface SimulationResult {
  /** Changes when the version, or anything that the simulation has read, does; not by where the log stands. */
  readonly hash: string;
  readonly scheme: string;
  readonly version: number;
  readonly from: Day;
  readonly to: Day;
  /** The log position whose knowledge was used. */
  readonly position: string;
  readonly accounts: number;
  /** On `to`: from the tier that the plan as it stands gives to the one of the version. */
  readonly moves: MoveCounts & { readonly unchanged: number };
  /** Accounts with another tier on `to`. */
  readonly moved: number;
  readonly matrix: readonly MatrixCell[];
  /** The moves that the version would make, on each day that has any. */
  readonly days: readonly ({ readonly day: Day } & MoveCounts)[];
  /** ARR of the accounts moved. */
  readonly arrMoved: Decimal;
  readonly arrBasis: ArrBasis | 'MIXED';
  /** Accounts whose ARR cannot be told, since it is in several currencies; they count as nothing. */
  readonly arrUnknown: number;
  readonly kpiRecast: readonly TierRecast[];
  readonly capacity: readonly TierCapacity[];
  /** Absent where neither the version nor the plan has service lines assessed. */
  readonly serviceLines?: SimulatedLines;
}

/** A simulation that is done. */
export interface SimulationDone extends SimulationResult {
  readonly id: string;
  readonly shadow: boolean;
  readonly createdBy: string;
  readonly finishedAt: Date;
  /** Since when it is no longer kept what became of each account; null while it is. */
  readonly accountsForgottenAt: Date | null;
}

/** A move that an account would make. */
export interface SimulatedChange {
  readonly day: Day;
  readonly kind: SimulatedMove;
  readonly fromTier: TierCode | null;
  readonly toTier: TierCode | null;
}

/** What became of one account. */
export interface SimulatedAccount {
  readonly externalId: string;
  /** On `to`, as the plan stands; null is none. */
  readonly fromTier: TierCode | null;
  /** On `to`, under the version. */
  readonly toTier: TierCode | null;
  /** The first day on which the two differ; null when they never do. */
  readonly differsFrom: Day | null;
  /** The moves under the version, from its first day to `to`. */
  readonly changes: readonly SimulatedChange[];
  /** Null when it cannot be told. */
  readonly arr: Decimal | null;
}
