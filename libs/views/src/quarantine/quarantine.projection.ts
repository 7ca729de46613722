import { type Cell, copyRows } from '../copy';
import { projection } from '../projection';

/** Events that cannot be read: every other view passes them by, and an operator finds them here. */
export const quarantine = projection<Cell[][]>({
  name: 'quarantine',
  version: 1,
  tables: ['quarantine'],
  begin: () => [],
  isEmpty: (rows) => rows.length === 0,
  on: {},
  any: ({ position, recordedAt, id, stream, revision, event, unreadable }, rows) => {
    if (unreadable === undefined) return;
    rows.push([
      position,
      recordedAt,
      id,
      stream,
      revision,
      event.type,
      unreadable,
      JSON.stringify(event.data ?? null),
    ]);
  },
  write: (rows, tx) =>
    copyRows(
      tx,
      'quarantine',
      ['position', 'recorded_at', 'event_id', 'stream', 'revision', 'type', 'reason', 'data'],
      rows,
    ),
});
