import { type Cell, copyRows } from '../copy';
import { projection } from '../projection';

/** A row an event, whatever its kind: who, what, when and why; what it says is kept as text and read when asked. */
export const auditTrail = projection<Cell[][]>({
  name: 'audit-trail',
  version: 1,
  tables: ['audit_trail'],
  begin: () => [],
  on: {},
  any: ({ position, recordedAt, id, stream, revision, event, context }, rows) => {
    const { externalId, scheme } = subjectOf(event.data);
    rows.push([
      position,
      recordedAt,
      id,
      stream,
      revision,
      event.type,
      externalId,
      scheme,
      context.actor,
      context.onBehalfOf ?? null,
      context.reason ?? null,
      context.commandId,
      context.correlationId,
      context.causationId ?? null,
      JSON.stringify(event.data ?? null),
    ]);
  },
  write: (rows, tx) => copyRows(tx, 'audit_trail', columns, rows),
});

const columns = [
  'position',
  'recorded_at',
  'event_id',
  'stream',
  'revision',
  'type',
  'external_id',
  'scheme',
  'actor',
  'on_behalf_of',
  'reason',
  'command_id',
  'correlation_id',
  'causation_id',
  'data',
];

/** Whom an event is about, as far as it says so; also where its shape is unknown. */
const subjectOf = (data: unknown): { externalId: string | null; scheme: string | null } => {
  const { externalId, scheme } = (data ?? {}) as { externalId?: unknown; scheme?: unknown };
  return {
    externalId: typeof externalId === 'string' ? externalId : null,
    scheme: typeof scheme === 'string' ? scheme : null,
  };
};
