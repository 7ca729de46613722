import type { ClientBase } from 'pg';
import type { Assessment, Cause, PlacementEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { canonicalJson } from '#libs/kernel';
import { type Cell, copyRows } from '../copy';
import { projection } from '../projection';
import { decisionIdOf } from './decision-id';
import { keyTextOf, type TimelineKey } from './timeline-key';

interface Row {
  readonly timeline: TimelineKey;
  readonly day: string;
  readonly cells: readonly Cell[];
  readonly knownFrom: bigint;
  knownUntil: bigint | null;
}

/** From a day on, the decisions of a timeline that stood before are believed no longer. */
interface Ending {
  readonly timeline: TimelineKey;
  readonly from: string;
  readonly at: bigint;
}

/** What a batch decides, by timeline; and where it ends what was decided before. */
interface Batch {
  readonly decided: Map<string, Row[]>;
  readonly endings: Ending[];
}

type Assessed = Extract<PlacementEvent, { data: { assessment: Assessment } }>;

const assess = (recorded: Recorded<Assessed>, batch: Batch): void => {
  const { data } = recorded.event;
  decide(batch, recorded, data, data.assessment, data.retroKind ?? null);
};

const decide = (
  { decided }: Batch,
  { id, event, position, recordedAt }: Recorded<PlacementEvent>,
  { scheme, view, externalId, cause, basis }: TimelineKey & { cause: Cause; basis: string },
  assessment: Assessment,
  retroKind: string | null,
): void => {
  const timeline = { scheme, view, externalId };
  const cells = [
    decisionIdOf(id, event, assessment),
    canonicalJson(assessment),
    canonicalJson(cause),
    retroKind,
    recordedAt,
    basis,
  ];
  const key = keyTextOf(timeline);
  const rows = decided.get(key);
  const row = { timeline, day: assessment.day, cells, knownFrom: position, knownUntil: null };
  if (rows) rows.push(row);
  else decided.set(key, [row]);
};

const endFrom = ({ decided, endings }: Batch, timeline: TimelineKey, from: string, at: bigint): void => {
  for (const row of decided.get(keyTextOf(timeline)) ?? [])
    if (row.day >= from && row.knownUntil === null) row.knownUntil = at;
  endings.push({ timeline, from, at });
};

/** Every assessment with its inputs and its result, by its day and by the position from which it was believed. */
export const decisions = projection<Batch>({
  name: 'decisions',
  version: 2,
  tables: ['decisions'],
  begin: () => ({ decided: new Map(), endings: [] }),
  on: {
    TierAssigned: assess,
    TierPromoted: assess,
    TierDemoted: assess,
    TierMoved: assess,
    TierReaffirmed: assess,
    TierHeld: assess,
    TierWithheld: assess,
    TierRestated: (recorded, batch) => {
      const { data } = recorded.event;
      endFrom(batch, data, data.from, recorded.position);
      for (const assessment of data.assessments)
        decide(batch, recorded, data, assessment, data.retroKind ?? null);
    },
    TimelineClosed: ({ event: { data }, position }, batch) => endFrom(batch, data, '-infinity', position),
  },
  write: async ({ decided, endings }, tx) => {
    await end(endings, tx);
    await copyRows(tx, 'decisions', columns, [...decided.values()].flat().map(cellsOf));
  },
});

/** Where a timeline is restated twice in a batch, a decision ends at the first that reaches back to its day. */
const end = async (endings: readonly Ending[], tx: ClientBase): Promise<void> => {
  if (endings.length === 0) return;
  await tx.query({
    name: 'decisions-end',
    text: `update decisions d set known_until = e.at
           from (select d.external_id, d.scheme, d.view, d.day, d.known_from, min(e.at) as at
                 from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::bigint[]) e(external_id, scheme, view, "from", at)
                 join decisions d on d.external_id = e.external_id and d.scheme = e.scheme and d.view = e.view
                   and d.day >= e."from" and d.known_until is null
                 group by 1, 2, 3, 4, 5) e
           where d.external_id = e.external_id and d.scheme = e.scheme and d.view = e.view
             and d.day = e.day and d.known_from = e.known_from`,
    values: [
      endings.map(({ timeline }) => timeline.externalId),
      endings.map(({ timeline }) => timeline.scheme),
      endings.map(({ timeline }) => timeline.view),
      endings.map(({ from }) => from),
      endings.map(({ at }) => String(at)),
    ],
  });
};

const columns = [
  'scheme',
  'view',
  'external_id',
  'day',
  'decision_id',
  'assessment',
  'cause',
  'retro_kind',
  'recorded_at',
  'basis',
  'known_from',
  'known_until',
];

const cellsOf = ({ timeline, day, cells, knownFrom, knownUntil }: Row): Cell[] => [
  timeline.scheme,
  timeline.view,
  timeline.externalId,
  day,
  ...cells,
  knownFrom,
  knownUntil,
];
