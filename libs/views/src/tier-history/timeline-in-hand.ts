import { override, type OverrideEvent, type Overrides, type PlacementEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';
import { type Layer, type Orders, overlay, plainTier } from './override-layer';
import { recompose, revised } from './recompose';
import { restatementOf } from './restatement';
import { revise, type Revision, type TierRow } from './timeline';

/** A row as this batch leaves it. */
export interface KeptRow extends TierRow {
  knownUntil: bigint | null;
  /** It was there before the batch. */
  readonly stored: boolean;
}

/** An event of a timeline: an assessment of it, or an override. */
export type Told = Pick<Recorded<PlacementEvent>, 'id' | 'position'> & {
  readonly event: PlacementEvent | OverrideEvent;
};

/** One timeline in hand: the rows that stand, and what the batch makes of them. */
export class Timeline {
  /** Rows that stood before the batch and end in it. */
  readonly closed: KeptRow[] = [];
  /** Rows that begin in the batch, some of them to end in it too. */
  readonly written: KeptRow[] = [];
  /** Absent where there are none: what is computed stands, and nothing is laid over it. */
  overrides: Overrides | undefined;
  isOverriddenAnew = false;
  private orders: Orders = new Map();

  constructor(
    readonly id: bigint,
    readonly key: TimelineKey,
    readonly isNew: boolean,
    private standing: KeptRow[] = [],
  ) {}

  /** Gives it the overrides that were told before the batch, and what its rows come to when some of them lapse. */
  override(overrides: Overrides, orders: Orders, lapses: ReadonlyMap<Day, Layer['lapses']>): void {
    this.overrides = overrides;
    this.orders = orders;
    this.standing = this.standing.map((row) => {
      const lapsing = lapses.get(row.from) ?? [];
      if (lapsing.length === 0 || row.layer) return row.layer ? withLapses(row, row.layer, lapsing) : row;
      return withLapses(
        row,
        { effective: plainTier(row), overrideId: null, override: null, decidedBack: false, lapses: [] },
        lapsing,
      );
    });
  }

  revise({ id, event, position }: Told): void {
    if (isOfOverride(event)) {
      this.overrides = override.evolve(this.overrides ?? override.initialState(), event);
      this.isOverriddenAnew = true;
      this.take(recompose(this.standing, this.overlaid(this.standing), position), position);
      return;
    }
    const computed = revise(this.standing, restatementOf({ id, event, position }, this.standing));
    this.take(
      this.overrides
        ? recompose(this.standing, this.overlaid(revised(this.standing, computed)), position)
        : computed,
      position,
    );
  }

  private overlaid(rows: readonly TierRow[]) {
    return overlay(rows, this.overrides!, this.orders);
  }

  private take({ close, open }: Revision<KeptRow>, position: bigint): void {
    for (const row of close) {
      row.knownUntil = position;
      if (row.stored) this.closed.push(row);
    }
    const fresh = open.map((row) => ({ ...row, stored: false }));
    this.written.push(...fresh);
    this.standing = [...this.standing.filter(({ knownUntil }) => knownUntil === null), ...fresh].sort(
      (a, b) => (a.from < b.from ? -1 : 1),
    );
  }
}

const withLapses = (row: KeptRow, layer: Layer, lapses: Layer['lapses']): KeptRow => ({
  ...row,
  layer: { ...layer, lapses },
});

const isOfOverride = (event: Told['event']): event is OverrideEvent =>
  override.events.some(({ type }) => type === event.type);
