import {
  type Effect,
  effectiveTimeline,
  type OverrideId,
  type Overrides,
  type Places,
  reviewBy,
  standingOverrides,
  type TierCode,
} from '#libs/domain';
import { addDays, canonicalJson, type Day, day, firstDay } from '#libs/kernel';
import { mergedInto } from './tier-history.answers';
import type { Piece, TierRow } from './timeline';

/** What overrides make of a stretch of days. */
export interface Overlaid {
  readonly effective: string | null;
  /** Null where none shapes the tier. */
  readonly overrideId: string | null;
  /** It, and those beside it that do not, as the answer tells them. */
  readonly override: string | null;
  /** That it stands, or stands no more, on the first day was decided when that day was past. */
  readonly decidedBack: boolean;
}

/** The same, and what it comes to when nobody attests in time what it stands upon: from each day on that it is known. */
export interface Layer extends Overlaid {
  readonly lapses: readonly (Overlaid & { readonly on: Day })[];
}

/** By version of the policy: the order of its tiers. */
export type Orders = ReadonlyMap<number, Places>;

/** The tier where no override stands: the computed one, until the account is part of another. */
export const plainTier = ({ computed, mergedInto: into }: Pick<TierRow, 'computed' | 'mergedInto'>) =>
  into === null ? computed : mergedInto;

/**
 * Lays the overrides of a timeline over its rows, whatever lay there. What lapses unless somebody acts stands until
 * it is known on a later day, which no position of the log tells: so a row says what it comes to then.
 */
export const overlay = (rows: readonly Piece[], overrides: Overrides, orders: Orders): Piece[] => {
  const moments = momentsOf(overrides);
  const standing = moments.map((on) => standingOverrides(overrides.values(), on));
  const pieces = cut(
    rows,
    standing.flatMap((some) => some.flatMap(({ from, until }) => (until === null ? [from] : [from, until]))),
  );
  const versions = new Set(pieces.map(({ policyVersion }) => policyVersion));
  const effects = standing.map(
    (some) =>
      new Map(
        [...versions].map((one) => [
          one,
          effectiveTimeline(pieces.map(segmentOf), some, placesOf(one, orders)),
        ]),
      ),
  );
  const back = decidedBack(overrides);
  const layered = pieces.map((piece, index) => {
    const said = effects.map((by) => {
      const effectOf = (nth: number) => by.get(pieces[nth]!.policyVersion)![nth]!;
      const winners = [effectOf(index), ...(index > 0 ? [effectOf(index - 1)] : [])].map(
        ({ winner }) => winner,
      );
      const isBack = winners.some((winner) => winner !== null && back(winner.overrideId, piece.from));
      return { ...overlaid(piece, effectOf(index)), decidedBack: isBack };
    });
    return { ...piece, layer: layerOf(said, moments) };
  });
  return joined(layered);
};

/** Whether what an override makes of a day was decided when that was past, because the past was asked for. */
const decidedBack =
  (overrides: Overrides) =>
  (id: OverrideId, on: Day): boolean => {
    const one = overrides.get(id);
    return one?.status === 'approved' && one.retro && on < one.approvedOn;
  };

const placesOf = (version: number | null, orders: Orders): Places =>
  (version === null ? undefined : orders.get(version)) ?? new Map();

/** The days on which something that has lapsed is first known to have. */
const momentsOf = (overrides: Overrides): Day[] => {
  const deadlines = [...overrides.values()].flatMap((one) =>
    one.status === 'approved' ? [one.attestBy, one.drift?.reattestBy ?? null, reviewBy(one)] : [],
  );
  const lapses = deadlines.filter((by) => by !== null).map((by) => addDays(by, 1));
  return [day(firstDay), ...[...new Set(lapses)].sort()];
};

/** Rows in pieces, each of which lies between two edges. */
const cut = (rows: readonly Piece[], edges: readonly Day[]): Piece[] =>
  rows.flatMap((row) => {
    const within = edges.filter((on) => on > row.from && (row.until === null || on < row.until));
    const starts = [row.from, ...[...new Set(within)].sort()];
    return starts.map((from, index) => ({ ...row, from, until: starts[index + 1] ?? row.until }));
  });

const segmentOf = ({ from, until, computed, mergedInto: into }: Piece) => ({
  from,
  until,
  // Rows hold what assessments said, whose tiers are codes.
  computed: computed as TierCode | null,
  ended: into !== null,
});

/** Those that stand and shape nothing are told as well, where none wins. */
const overlaid = (piece: Piece, { effective, winner, losers }: Effect): Omit<Overlaid, 'decidedBack'> => {
  const { overrideId = null, kind: type = null, tier = null } = winner ?? {};
  const told = losers.map(({ overrideId: id, reason }) => ({ id, reason }));
  return {
    effective: winner ? effective : plainTier(piece),
    overrideId,
    override: winner || told.length > 0 ? canonicalJson({ id: overrideId, type, tier, losers: told }) : null,
  };
};

const isSameSaid = (a: Overlaid, b: Overlaid): boolean =>
  a.override === b.override && a.decidedBack === b.decidedBack;

const layerOf = ([first, ...later]: readonly Overlaid[], moments: readonly Day[]): Layer | undefined => {
  let last = first!;
  const lapses = later.flatMap((said, index) => {
    if (isSameSaid(said, last)) return [];
    last = said;
    return [{ ...said, on: moments[index + 1]! }];
  });
  const isPlain = first!.override === null && !first!.decidedBack && lapses.length === 0;
  return isPlain ? undefined : { ...first!, lapses };
};

/** Pieces of one row with one layer are one again. */
const joined = (pieces: readonly Piece[]): Piece[] => {
  const rows: Piece[] = [];
  for (const piece of pieces) {
    const last = rows.at(-1);
    if (last && last.until === piece.from && isOfOneRow(last, piece))
      rows[rows.length - 1] = { ...last, until: piece.until };
    else rows.push(piece);
  }
  return rows;
};

const isOfOneRow = (a: Piece, b: Piece): boolean =>
  a.decisionId === b.decisionId && a.cause === b.cause && saysTheSame(a, b);

/** What a rewritten row would say anew, overrides and all. */
export const saysTheSame = (a: Piece | null, b: Piece | null): boolean =>
  a === null || b === null
    ? a === b
    : a.indicated === b.indicated &&
      a.computed === b.computed &&
      a.mergedInto === b.mergedInto &&
      isSameLayer(a.layer, b.layer);

const isSameLayer = (a: Layer | undefined, b: Layer | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
