import type { ClientBase } from 'pg';
import { type OverrideEvent, placesIn } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { copyRows } from '../copy';
import { keyTextOf, type TimelineKey } from '../decisions/timeline-key';
import { onOverrides } from '../overrides/on-overrides';
import { projection } from '../projection';
import { saveOverridden, type TierOrder, writeOrders } from './overridden.row';
import {
  cellsOfRow,
  columnsOfRow,
  columnsOfTimeline,
  readTimelines,
  type TimelineWanted,
} from './tier-history.row';
import type { KeptRow, Timeline, Told } from './timeline-in-hand';

/** What a batch tells of each timeline, in the order of the log, and of the order of tiers. */
interface Batch {
  readonly timelines: Map<string, TellingOfTimeline>;
  readonly orders: TierOrder[];
}

interface TellingOfTimeline extends TimelineWanted {
  readonly key: TimelineKey;
  readonly told: Told[];
  ofOverrides: boolean;
}

const tell = ({ id, event, position }: Told, { timelines }: Batch, ofOverrides = false): void => {
  const { scheme, view, externalId } = event.data;
  const key = { scheme, view, externalId };
  const text = keyTextOf(key);
  const timeline = timelines.get(text);
  if (!timeline) {
    timelines.set(text, { key, firstAt: position, told: [{ id, event, position }], ofOverrides });
    return;
  }
  timeline.told.push({ id, event, position });
  timeline.ofOverrides ||= ofOverrides;
};

const tellOverride = (told: Told & Pick<Recorded, 'recordedAt'>, batch: Batch): void =>
  tell(told, batch, true);

/** They say what follows from the dates, and the tier with them, whether or not it is said. */
const announcements: readonly OverrideEvent['type'][] = [
  'OverrideActivated',
  'OverrideExpired',
  'OverrideExpiryNoticed',
  'ApprovalReminded',
  'ApprovalEscalated',
];

/** Every tier an account has stood at, by the day it applied and by the position at which we learnt it. */
export const tierHistory = projection<Batch>({
  name: 'tier-history',
  version: 3,
  tables: ['timelines', 'tier_history', 'overridden', 'tier_orders', 'tier_lapses'],
  begin: () => ({ timelines: new Map(), orders: [] }),
  on: {
    PolicyDrafted: ({ event: { data } }, { orders }) => {
      const { scheme, version, document } = data;
      orders.push({ scheme, version, places: placesIn(document) });
    },
    TimelineOpened: tell,
    TierAssigned: tell,
    TierPromoted: tell,
    TierDemoted: tell,
    TierMoved: tell,
    TierReaffirmed: tell,
    TierHeld: tell,
    TierWithheld: tell,
    TierRestated: tell,
    TimelineClosed: tell,
    ...onOverrides(tellOverride, { but: announcements }),
  },
  write: async (batch, tx) => {
    await writeOrders(batch.orders, tx);
    if (batch.timelines.size === 0) return;
    const timelines = await readTimelines([...batch.timelines.values()], tx);
    for (const [key, { told }] of batch.timelines)
      for (const event of told) timelines.get(key)!.revise(event);
    await save([...timelines.values()], tx);
  },
});

const save = async (timelines: readonly Timeline[], tx: ClientBase): Promise<void> => {
  const fresh = timelines.filter(({ isNew }) => isNew);
  await copyRows(
    tx,
    'timelines',
    columnsOfTimeline,
    fresh.map(({ id, key }) => [id, key.scheme, key.view, key.externalId]),
  );
  await close(
    timelines.flatMap(({ id, closed }) => closed.map((row) => ({ ...row, timeline: id }))),
    tx,
  );
  const rows = timelines.flatMap(({ id, written }) => written.map((row) => cellsOfRow(id, row)));
  await copyRows(tx, 'tier_history', columnsOfRow, rows);
  await saveOverridden(
    timelines.filter(({ overrides }) => overrides),
    tx,
  );
};

/** A row is never updated but here, once: its belief ends. */
const close = async (rows: readonly (KeptRow & { timeline: bigint })[], tx: ClientBase): Promise<void> => {
  if (rows.length === 0) return;
  const { rowCount } = await tx.query({
    name: 'tier-history-close',
    text: `update tier_history h set known_until = c.known_until
           from unnest($1::bigint[], $2::date[], $3::bigint[], $4::bigint[]) c(timeline_id, valid_from, known_from, known_until)
           where h.timeline_id = c.timeline_id and h.valid_from = c.valid_from and h.known_from = c.known_from
             and h.known_until is null`,
    values: [
      rows.map(({ timeline }) => String(timeline)),
      rows.map(({ from }) => from),
      rows.map(({ knownFrom }) => String(knownFrom)),
      rows.map(({ knownUntil }) => String(knownUntil)),
    ],
  });
  if (rowCount !== rows.length) throw new Error(`${rows.length - (rowCount ?? 0)} rows had ended already.`);
};
