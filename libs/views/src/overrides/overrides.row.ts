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

const dated = [
  'valid_from',
  'valid_until',
  'decide_by',
  'attest_by',
  'reattest_by',
  'ratify_by',
  'review_by',
];
const counted = ['known_from', 'changed_at', 'revision'];

const typeOf = (name: string): string => {
  if (name === 'in_review') return 'boolean';
  return dated.includes(name) ? 'date' : counted.includes(name) ? 'bigint' : 'text';
};

/** What stood before is kept for questions as of then. */
const put = `
  with given as (
    select * from unnest(${names.map((name, index) => `$${index + 1}::${typeOf(name)}[]`).join(', ')}) g(${columns})),
  stood as (
    insert into overrides_before (${columns}, changed_until)
    select ${names.map((name) => `o.${name}`).join(', ')}, g.changed_at
    from overrides o join given g on o.override_id = g.override_id)
  insert into overrides (${columns}) select ${columns} from given
  on conflict (override_id) do update set ${names
    .slice(4)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;

/** In the order of the log: a review asks about thousands at once, and what each was between two events is kept too. */
export const writeRows = async (rows: Iterable<OverrideRow>, tx: ClientBase): Promise<void> => {
  for (const round of roundsOf(rows)) {
    const cells = round.map(cellsOf);
    await tx.query({
      name: 'overrides-put',
      text: put,
      values: names.map((_, index) => cells.map((row) => row[index])),
    });
  }
};

/** Rows in rounds, in each of which an override stands once. */
const roundsOf = (rows: Iterable<OverrideRow>): OverrideRow[][] => {
  const rounds: OverrideRow[][] = [];
  const before = new Map<OverrideId, number>();
  for (const row of rows) {
    const nth = before.get(row.life.overrideId) ?? 0;
    before.set(row.life.overrideId, nth + 1);
    (rounds[nth] ??= []).push(row);
  }
  return rounds;
};

const cellsOf = ({ key, life, told, knownFrom, changedAt, revision }: OverrideRow) => [
  ...[life.overrideId, key.scheme, key.view, key.externalId, life.kind, told.asked.seat, life.status],
  ...[life.from, life.until, life.status === 'approved' ? life.endedBy : null, life.given.length > 0],
  ...[awaitedRole(life), ...dates(life), textOfOverride(life), canonicalJson(told)],
  ...[String(knownFrom), String(changedAt), revision],
];
