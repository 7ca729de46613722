import type { ClientBase } from 'pg';
import type { PlacementEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { Cell } from '../copy';
import { keyTextOf, type TimelineKey } from '../decisions/timeline-key';
import { restatementOf } from './restatement';
import { mergedInto } from './tier-history.answers';
import { revise, type TierRow } from './timeline';

/** A row as this batch leaves it. */
export interface KeptRow extends TierRow {
  knownUntil: bigint | null;
  /** It was there before the batch. */
  readonly stored: boolean;
}

/** One timeline in hand: the rows that stand, and what the batch makes of them. */
export class Timeline {
  /** Rows that stood before the batch and end in it. */
  readonly closed: KeptRow[] = [];
  /** Rows that begin in the batch, some of them to end in it too. */
  readonly written: KeptRow[] = [];

  constructor(
    readonly id: bigint,
    readonly key: TimelineKey,
    readonly isNew: boolean,
    private standing: KeptRow[] = [],
  ) {}

  revise(told: Pick<Recorded<PlacementEvent>, 'id' | 'event' | 'position'>): void {
    const restatement = restatementOf(told, this.standing);
    const { close, open } = revise(this.standing, restatement);
    for (const row of close) {
      row.knownUntil = restatement.position;
      if (row.stored) this.closed.push(row);
    }
    const fresh = open.map((row) => ({ ...row, stored: false }));
    this.written.push(...fresh);
    this.standing = [...this.standing.filter(({ knownUntil }) => knownUntil === null), ...fresh].sort(
      (a, b) => (a.from < b.from ? -1 : 1),
    );
  }
}

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
}

/** The timelines of a batch with the rows that stand; one that is new is called by its first event's position. */
export const readTimelines = async (
  wanted: readonly { readonly key: TimelineKey; readonly firstAt: bigint }[],
  tx: ClientBase,
): Promise<Map<string, Timeline>> => {
  const { rows } = await tx.query<StoredRow>({
    name: 'tier-history-standing',
    text: `select t.*, h.valid_from, h.valid_until, h.known_from, h.indicated, h.computed, h.decision_id,
                  h.policy_version, h.merged_into, h.cause, h.retro_kind, h.restated
           from unnest($1::text[], $2::text[], $3::text[]) w(scheme, view, external_id)
           join timelines t using (scheme, view, external_id)
           left join tier_history h on h.timeline_id = t.id and h.known_until is null
           order by t.id, h.valid_from`,
    values: [
      wanted.map(({ key }) => key.scheme),
      wanted.map(({ key }) => key.view),
      wanted.map(({ key }) => key.externalId),
    ],
  });
  const timelines = new Map<string, Timeline>();
  for (const [text, group] of groupsOf(rows)) {
    const { id, scheme, view, external_id: externalId } = group[0]!;
    const standing = group.filter(({ valid_from: from }) => from !== null).map(rowOf);
    timelines.set(text, new Timeline(BigInt(id), { scheme, view, externalId }, false, standing));
  }
  for (const { key, firstAt } of wanted)
    if (!timelines.has(keyTextOf(key))) timelines.set(keyTextOf(key), new Timeline(firstAt, key, true));
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
  row.mergedInto === null ? row.computed : mergedInto,
  row.decisionId,
  row.policyVersion,
  row.mergedInto,
  row.cause,
  row.retroKind,
  row.restated,
];
