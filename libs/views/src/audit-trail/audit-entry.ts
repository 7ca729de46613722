import type { Instant } from '#libs/kernel';
import { changeOf } from './change';

/** Who did what, when and why, and what was before and after. */
export interface AuditEntry {
  readonly position: string;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly onBehalfOf: string | null;
  readonly reason: string | null;
  readonly externalId: string | null;
  readonly scheme: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string | null;
}

/** A row as `columns` selects it. */
export type Columns = [
  position: string,
  eventId: string,
  stream: string,
  revision: number,
  type: string,
  recordedAt: Date,
  actor: string,
  onBehalfOf: string | null,
  reason: string | null,
  externalId: string | null,
  scheme: string | null,
  commandId: string,
  correlationId: string,
  causationId: string | null,
  data: string,
];

export const columns = `position, event_id, stream, revision, type, recorded_at, actor, on_behalf_of, reason, external_id,
  scheme, command_id, correlation_id, causation_id, data`;

export const entryOf = (row: Columns): AuditEntry => {
  const [position, eventId, stream, revision, type, recordedAt, ...who] = row;
  const [actor, onBehalfOf, reason, externalId, scheme, ...from] = who;
  const [commandId, correlationId, causationId, text] = from;
  const data = JSON.parse(text) as unknown;
  return {
    ...{ position, eventId, stream, revision, type, recordedAt: recordedAt.toISOString() as Instant },
    ...{ actor, onBehalfOf, reason: reason ?? reasonIn(data), externalId, scheme },
    ...changeOf(type, data),
    ...{ commandId, correlationId, causationId },
  };
};

/** Some events carry the business's own reason. */
const reasonIn = (data: unknown): string | null => {
  const { reason } = (data ?? {}) as { reason?: unknown };
  return typeof reason === 'string' ? reason : null;
};
