import type { ClientBase } from 'pg';
import type { Assessment, Cause, PlacementEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { type Day, day, firstDay } from '#libs/kernel';
import { copyRows } from '../copy';
import { decisionIdOf } from '../decisions/decision-id';
import { keyTextOf, type TimelineKey } from '../decisions/timeline-key';
import { projection } from '../projection';
import {
  columnsOfRow,
  columnsOfTimeline,
  type KeptRow,
  cellsOfRow,
  readTimelines,
  type Timeline,
} from './tier-history.row';
import { type Restatement, type TierRow } from './timeline';

/** What an event says, once the rows that stand are known. */
type Said = (rows: readonly TierRow[]) => Restatement;

/** What a batch says of each timeline, in the order of the log. */
type Batch = Map<string, { readonly key: TimelineKey; readonly firstAt: bigint; readonly said: Said[] }>;

type Assessed = Extract<PlacementEvent, { data: { assessment: Assessment } }>;

const say = (batch: Batch, { scheme, view, externalId }: TimelineKey, position: bigint, said: Said): void => {
  const key = { scheme, view, externalId };
  const text = keyTextOf(key);
  const timeline = batch.get(text);
  if (timeline) timeline.said.push(said);
  else batch.set(text, { key, firstAt: position, said: [said] });
};

const groundsOf = ({ data }: { data: { cause: Cause; retroKind?: string } }, restated: boolean) => ({
  cause: data.cause.kind,
  retroKind: data.retroKind ?? null,
  restated,
});

const beliefOf = ({ id, event }: Recorded<PlacementEvent>, assessment: Assessment) => ({
  day: assessment.day,
  indicated: assessment.indicated,
  computed: assessment.computed,
  policyVersion: assessment.policyVersion,
  decisionId: decisionIdOf(id, event, assessment),
});

const assess = (recorded: Recorded<Assessed>, batch: Batch): void => {
  const { event, position } = recorded;
  const assessments = [beliefOf(recorded, event.data.assessment)];
  const from = event.data.assessment.day;
  const grounds = groundsOf(event, false);
  say(batch, event.data, position, ([first]) => ({
    ...grounds,
    from,
    opened: first ? earlier(first.from, from) : from,
    assessments,
    position,
  }));
};

const earlier = (a: Day, b: Day): Day => (a < b ? a : b);

/** Every tier an account has stood at, by the day it applied and by the position at which we learnt it. */
export const tierHistory = projection<Batch>({
  name: 'tier-history',
  version: 1,
  tables: ['timelines', 'tier_history'],
  begin: () => new Map(),
  on: {
    TimelineOpened: ({ event, position }, batch) => {
      const { from } = event.data;
      const grounds = groundsOf(event, false);
      say(batch, event.data, position, () => ({ ...grounds, from, opened: from, assessments: [], position }));
    },
    TierAssigned: assess,
    TierPromoted: assess,
    TierDemoted: assess,
    TierMoved: assess,
    TierReaffirmed: assess,
    TierHeld: assess,
    TierWithheld: assess,
    TierRestated: (recorded, batch) => {
      const { event, position } = recorded;
      const { from, opened } = event.data;
      const assessments = event.data.assessments.map((assessment) => beliefOf(recorded, assessment));
      const grounds = groundsOf(event, true);
      say(batch, event.data, position, () => ({ ...grounds, from, opened, assessments, position }));
    },
    TimelineClosed: ({ event, position }, batch) => {
      const grounds = groundsOf(event, true);
      say(batch, event.data, position, ([first]) => ({
        ...grounds,
        from: first?.from ?? day(firstDay),
        opened: null,
        assessments: [],
        position,
      }));
    },
  },
  write: async (batch, tx) => {
    const timelines = await readTimelines([...batch.values()], tx);
    for (const [key, { said }] of batch) for (const one of said) timelines.get(key)!.revise(one);
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
