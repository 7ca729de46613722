import type { ClientBase } from 'pg';
import type { PlacementEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { copyRows } from '../copy';
import { keyTextOf, type TimelineKey } from '../decisions/timeline-key';
import { projection } from '../projection';
import {
  cellsOfRow,
  columnsOfRow,
  columnsOfTimeline,
  type KeptRow,
  readTimelines,
  type Timeline,
} from './tier-history.row';

/** What a batch tells of each timeline, in the order of the log. */
type Batch = Map<string, { readonly key: TimelineKey; readonly firstAt: bigint; readonly told: Told[] }>;

type Told = Pick<Recorded<PlacementEvent>, 'id' | 'event' | 'position'>;

const tell = ({ id, event, position }: Told, batch: Batch): void => {
  const { scheme, view, externalId } = event.data;
  const key = { scheme, view, externalId };
  const text = keyTextOf(key);
  const timeline = batch.get(text);
  if (timeline) timeline.told.push({ id, event, position });
  else batch.set(text, { key, firstAt: position, told: [{ id, event, position }] });
};

/** Every tier an account has stood at, by the day it applied and by the position at which we learnt it. */
export const tierHistory = projection<Batch>({
  name: 'tier-history',
  version: 1,
  tables: ['timelines', 'tier_history'],
  begin: () => new Map(),
  on: {
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
  },
  write: async (batch, tx) => {
    const timelines = await readTimelines([...batch.values()], tx);
    for (const [key, { told }] of batch) for (const event of told) timelines.get(key)!.revise(event);
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
