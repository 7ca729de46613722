import type { ClientBase } from 'pg';
import type { Day } from '#libs/kernel';
import type { Cell } from '../copy';
import { keyTextOf, type TimelineKey } from '../decisions/timeline-key';
import { readOverridden } from './overridden.row';
import { type Layer, plainTier } from './override-layer';
import type { TierRow } from './timeline';
import { type KeptRow, Timeline } from './timeline-in-hand';

interface StoredRow {
  id: string;
  scheme: string;
  view: string;
  external_id: string;
  valid_from: Day | null;
  valid_until: Day | 'infinity';
  known_from: string;
  indicated: string | null;
  computed: string | null;
  decision_id: string | null;
  policy_version: number | null;
  merged_into: string | null;
  cause: string;
  retro_kind: string | null;
  restated: boolean;
  effective: string | null;
  override_id: string | null;
  override: string | null;
  decided_back: boolean;
  overridden: boolean;
}

/** A timeline that a batch tells of. */
export interface TimelineWanted {
  readonly key: TimelineKey;
  readonly firstAt: bigint;
  /** Whether it tells of overrides. */
  readonly ofOverrides: boolean;
}

/** The timelines of a batch with the rows that stand; one that is new is called by its first event's position. */
export const readTimelines = async (
  wanted: readonly TimelineWanted[],
  tx: ClientBase,
): Promise<Map<string, Timeline>> => {
  const { rows } = await tx.query<StoredRow>({
    name: 'tier-history-standing',
    text: `select t.*, h.valid_from, h.valid_until, h.known_from, h.indicated, h.computed, h.decision_id,
                  h.policy_version, h.merged_into, h.cause, h.retro_kind, h.restated,
                  h.effective, h.override_id, h.override, h.decided_back,
                  o.timeline_id is not null as overridden
           from unnest($1::text[], $2::text[], $3::text[]) w(scheme, view, external_id)
           join timelines t using (scheme, view, external_id)
           left join overridden o on o.timeline_id = t.id
           left join tier_history h on h.timeline_id = t.id and h.known_until is null
           order by t.id, h.valid_from`,
    values: [
      wanted.map(({ key }) => key.scheme),
      wanted.map(({ key }) => key.view),
      wanted.map(({ key }) => key.externalId),
    ],
  });
  const timelines = new Map<string, Timeline>();
  const overridden = new Set<Timeline>();
  for (const [text, group] of groupsOf(rows)) {
    const { id, scheme, view, external_id: externalId } = group[0]!;
    const standing = group.filter(({ valid_from: from }) => from !== null).map(rowOf);
    const timeline = new Timeline(BigInt(id), { scheme, view, externalId }, false, standing);
    timelines.set(text, timeline);
    if (group[0]!.overridden) overridden.add(timeline);
  }
  for (const { key, firstAt, ofOverrides } of wanted) {
    const text = keyTextOf(key);
    const timeline = timelines.get(text) ?? new Timeline(firstAt, key, true);
    timelines.set(text, timeline);
    if (ofOverrides) overridden.add(timeline);
  }
  await readOverridden([...overridden], tx);
  return timelines;
};

const groupsOf = (rows: readonly StoredRow[]): Map<string, StoredRow[]> => {
  const groups = new Map<string, StoredRow[]>();
  for (const row of rows) {
    const key = keyTextOf({ scheme: row.scheme, view: row.view, externalId: row.external_id });
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
};

const rowOf = (row: StoredRow): KeptRow => ({
  from: row.valid_from!,
  until: row.valid_until === 'infinity' ? null : row.valid_until,
  knownFrom: BigInt(row.known_from),
  knownUntil: null,
  indicated: row.indicated,
  computed: row.computed,
  decisionId: row.decision_id,
  policyVersion: row.policy_version,
  mergedInto: row.merged_into,
  cause: row.cause,
  retroKind: row.retro_kind,
  restated: row.restated,
  stored: true,
  ...((row.override !== null || row.decided_back) && { layer: layerOf(row) }),
});

const layerOf = ({ effective, override_id: overrideId, override, decided_back }: StoredRow): Layer => ({
  effective,
  overrideId,
  override,
  decidedBack: decided_back,
  lapses: [],
});

export const columnsOfTimeline = ['id', 'scheme', 'view', 'external_id'];

export const columnsOfRow = [
  'timeline_id',
  'valid_from',
  'valid_until',
  'known_from',
  'known_until',
  'indicated',
  'computed',
  'effective',
  'decision_id',
  'policy_version',
  'merged_into',
  'cause',
  'retro_kind',
  'restated',
  'override_id',
  'override',
  'decided_back',
];

/** Without overrides the effective tier is the computed one, until the account is part of another. */
export const cellsOfRow = (timelineId: bigint, row: TierRow): Cell[] => [
  timelineId,
  row.from,
  row.until ?? 'infinity',
  row.knownFrom,
  row.knownUntil,
  row.indicated,
  row.computed,
  row.layer ? row.layer.effective : plainTier(row),
  row.decisionId,
  row.policyVersion,
  row.mergedInto,
  row.cause,
  row.retroKind,
  row.restated,
  row.layer?.overrideId ?? null,
  row.layer?.override ?? null,
  row.layer?.decidedBack ?? false,
];
