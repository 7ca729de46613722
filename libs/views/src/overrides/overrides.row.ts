import type { ClientBase } from 'pg';
import { levelOf, type Override, type OverrideId, reviewBy } from '#libs/domain';
import { canonicalJson, type Day } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';
import { overrideFrom, textOfOverride } from './kept-overrides';
import type { ToldOverride } from './telling';

/** An override as an event leaves it. */
export interface OverrideRow {
  readonly key: TimelineKey;
  readonly life: Override;
  readonly told: ToldOverride;
  readonly knownFrom: bigint;
  readonly changedAt: bigint;
  /** Of the stream, at the event that made it so. */
  readonly revision: number;
}

export interface StoredOverride {
  readonly override_id: OverrideId;
  readonly scheme: string;
  readonly view: string;
  readonly external_id: string;
  readonly life: string;
  readonly told: string;
  readonly known_from: string;
  readonly changed_at: string;
  readonly revision: number;
}

export const rowOf = (row: StoredOverride): OverrideRow => ({
  key: { scheme: row.scheme, view: row.view, externalId: row.external_id },
  life: overrideFrom(row.life),
  // Written below, and by nobody else.
  told: JSON.parse(row.told) as ToldOverride,
  knownFrom: BigInt(row.known_from),
  changedAt: BigInt(row.changed_at),
  revision: row.revision,
});

/** The overrides that a batch tells of, as they stood before it. */
export const readRows = async (
  ids: readonly OverrideId[],
  tx: ClientBase,
): Promise<Map<OverrideId, OverrideRow>> => {
  const { rows } = await tx.query<StoredOverride>('select * from overrides where override_id = any($1)', [
    ids,
  ]);
  return new Map(rows.map((row) => [row.override_id, rowOf(row)]));
};

/** Whose turn it is, as long as anybody's is. */
const awaitedRole = (life: Override): string | null => {
  const awaits =
    life.status === 'requested' || (life.status === 'approved' && life.ratifyBy !== null && !life.endedBy);
  return awaits ? (levelOf(life)?.role ?? null) : null;
};

const dates = (life: Override): (Day | null)[] => {
  if (life.status === 'requested') return [life.decideBy, null, null, null, null];
  if (life.status !== 'approved') return [null, null, null, null, null];
  return [null, life.attestBy, life.drift?.reattestBy ?? null, life.ratifyBy, reviewBy(life)];
};

export const columns = `override_id, scheme, view, external_id, kind, seat, status, valid_from, valid_until, ended_by, in_review,
  awaited_role, decide_by, attest_by, reattest_by, ratify_by, review_by, life, told, known_from, changed_at, revision`;

const names = columns.split(/,\s+/);

/** What stood before is kept for questions as of then. */
const put = `
  with stood as (
    insert into overrides_before (${columns}, changed_until)
    select ${columns}, $21::bigint from overrides where override_id = $1)
  insert into overrides (${columns}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})
  on conflict (override_id) do update set ${names
    .slice(4)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;

/** In the order of the log. Overrides are asked for by people, so each is a statement. */
export const writeRows = async (rows: Iterable<OverrideRow>, tx: ClientBase): Promise<void> => {
  for (const { key, life, told, knownFrom, changedAt, revision } of rows)
    await tx.query({
      name: 'overrides-put',
      text: put,
      values: [
        ...[life.overrideId, key.scheme, key.view, key.externalId, life.kind, told.asked.seat, life.status],
        ...[life.from, life.until, life.status === 'approved' ? life.endedBy : null, life.given.length > 0],
        ...[awaitedRole(life), ...dates(life), textOfOverride(life), canonicalJson(told)],
        ...[String(knownFrom), String(changedAt), revision],
      ],
    });
};
