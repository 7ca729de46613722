import {
  basisOf,
  type HiddenMeasures,
  neededToStay,
  type Needs,
  nearestEdge,
  type Nearest,
  type Watch,
} from '#libs/domain';
import { compareDecimals, type Day, type Decimal } from '#libs/kernel';
import type { Explained } from '#libs/views';

/** An account whose tier is being watched, or that stands near an edge. */
export interface Watched {
  readonly externalId: string;
  readonly tier: string | null;
  readonly decidedOn: Day;
  readonly decisionId: string;
  readonly watch: Watch | null;
  readonly nearest: Nearest | null;
  readonly toStay: Needs | null;
}

/** Null where nothing is watched and no edge is within so many per cent. */
export const watchedIn = (
  { decision, record }: Explained,
  withinPct: Decimal,
  hidden: HiddenMeasures | null,
): Watched | null => {
  const { document } = record;
  const { watch, computed, day } = decision.assessment;
  if (document === null) return null;
  // To be listed within so many per cent, or before another, tells a value as well as its distance does.
  const nearest = nearestEdge({ ...record, document }, hidden?.names);
  const isNear = nearest !== null && compareDecimals(nearest.pct, withinPct) <= 0;
  if (watch === null && !isNear) return null;
  const { inputs, cuts } = basisOf({ ...record, document });
  const needs = neededToStay(document, inputs, cuts, computed);
  const { externalId, decisionId } = decision;
  return { externalId, tier: computed, decidedOn: day, decisionId, watch, nearest, toStay: needs };
};

/** The nearest first; those without an edge behind them; then by id. */
export const nearestFirst = (a: Watched, b: Watched): number => {
  if (a.nearest === null || b.nearest === null)
    return Number(a.nearest === null) - Number(b.nearest === null);
  return compareDecimals(a.nearest.pct, b.nearest.pct) || (a.externalId < b.externalId ? -1 : 1);
};
