import type { ClientBase } from 'pg';
import type { AccountEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { type Cell, copyRows } from '../copy';

/** An event that says what came from what, or that something did not. */
export type LineageTold = Recorded<
  Extract<AccountEvent, { type: 'AccountMerged' | 'AccountSplit' | 'LineageUndone' }>
>;

/** Mergers and splits as a batch begins them, and those that it undoes, older ones among them. */
export const writeLineage = async (told: readonly LineageTold[], tx: ClientBase): Promise<void> => {
  const undone = told.flatMap(({ event, position, recordedAt }) =>
    event.type === 'LineageUndone' ? [{ eventId: event.data.eventId, position, recordedAt }] : [],
  );
  await copyRows(tx, 'lineage', columns, told.flatMap(rowsOf));
  if (undone.length === 0) return;
  await tx.query(
    `update lineage l set known_until = u.position, undone_at = u.recorded_at
     from unnest($1::text[], $2::bigint[], $3::timestamptz[]) u(event_id, position, recorded_at)
     where l.event_id = u.event_id and l.known_until is null`,
    [
      undone.map(({ eventId }) => eventId),
      undone.map(({ position }) => String(position)),
      undone.map(({ recordedAt }) => recordedAt),
    ],
  );
};

const columns = [
  'event_id',
  'kind',
  'from_id',
  'into_id',
  'valid_from',
  'share',
  'reason',
  'known_from',
  'recorded_at',
];

const rowsOf = ({ id, event: { type, data }, position, recordedAt }: LineageTold): Cell[][] => {
  if (type === 'LineageUndone') return [];
  const row = (kind: string, into: string, share: string | null) => [
    id,
    kind,
    data.externalId,
    into,
    data.on,
    share,
    data.reason,
    position,
    recordedAt,
  ];
  return type === 'AccountMerged'
    ? [row('merge', data.into, null)]
    : data.into.map((part) => row('split', part.externalId, part.share));
};
