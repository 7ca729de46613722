import type { Pool } from 'pg';
import type { Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Instant } from '#libs/kernel';
import { narrowed } from '../part/narrowed';
import { streamed } from '../streamed';
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

export interface AuditQuestion {
  readonly externalId?: string;
  readonly scheme?: string;
  readonly stream?: string;
  readonly actor?: string;
  readonly type?: string;
  /** Recorded time, half-open. */
  readonly from?: Instant;
  readonly until?: Instant;
  /** Nothing behind this position. */
  readonly at?: Position;
}

type Columns = [
  string,
  string,
  string,
  number,
  string,
  Date,
  string,
  string | null,
  string | null,
  string | null,
  string | null,
  string,
  string,
  string | null,
  string,
];

const columns = `position, event_id, stream, revision, type, recorded_at, actor, on_behalf_of, reason, external_id,
  scheme, command_id, correlation_id, causation_id, data`;

/** Every event of the log as an auditor asks for it. */
export class AuditTrail {
  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): AuditTrail {
    return scope ? new AuditTrail(narrowed(this.pool, scope)) : this;
  }

  /** Whether anything was recorded in the streams of a category behind one position and up to another. */
  async hasAny(
    category: string,
    { after, at }: { readonly after: Position; readonly at: Position },
  ): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `select from audit_trail where position > $1 and position <= $2 and stream like $3 || '-%' limit 1`,
      [String(after), String(at), category],
    );
    return rowCount === 1;
  }

  /** Entries in log order; `after` is the position behind which to go on. */
  async page(
    question: AuditQuestion,
    { limit, after }: { readonly limit: number; readonly after?: Position },
  ): Promise<{ items: AuditEntry[]; next: Position | null }> {
    const { where, values } = conditionsOf(question, after);
    const { rows } = await this.pool.query<Columns>({
      text: `select ${columns} from audit_trail ${where} order by position limit ${limit + 1}`,
      values,
      rowMode: 'array',
    });
    const items = rows.slice(0, limit).map(entryOf);
    return { items, next: rows.length > limit ? BigInt(items.at(-1)!.position) : null };
  }

  /** The same without end, in batches; holds one connection and little memory. */
  async *stream(question: AuditQuestion): AsyncIterable<readonly AuditEntry[]> {
    const { where, values } = conditionsOf(question);
    const text = `select ${columns} from audit_trail ${where} order by position`;
    for await (const rows of streamed<Columns>(this.pool, text, values)) yield rows.map(entryOf);
  }
}

/** A stream is of one account or one scheme, and these have an index: the stream needs none of its own. */
const subjectOf = (stream = ''): [condition: string, value: string | undefined][] => {
  const [, category, id = ''] = /^([^-]+)-(.*)$/s.exec(stream) ?? [];
  if (category === 'account') return [['external_id = ', id]];
  if (category === 'scheme') return [['external_id is null and scheme = ', id]];
  return [['external_id = ', category === 'placement' ? lastOf(id) : undefined]];
};

/** The account's part of a composite id; undefined when the text is none. */
const lastOf = (id: string): string | undefined => {
  try {
    return decodeURIComponent(id.slice(id.lastIndexOf('/') + 1));
  } catch {
    return undefined;
  }
};

/** Only what is asked stands in the statement, so that each question finds its own index. */
const conditionsOf = (
  { externalId, scheme, stream, actor, type, from, until, at }: AuditQuestion,
  after?: Position,
): { where: string; values: string[] } => {
  const asked: [condition: string, value: string | undefined][] = [
    ['external_id = ', externalId],
    ['scheme = ', scheme],
    ['stream = ', stream],
    ...subjectOf(stream),
    ['actor = ', actor],
    ['type = ', type],
    ['recorded_at >= ', from],
    ['recorded_at < ', until],
    ['position <= ', at?.toString()],
    ['position > ', after?.toString()],
  ];
  const given = asked.filter((one): one is [string, string] => one[1] !== undefined);
  const conditions = given.map(([condition], index) => `${condition}$${index + 1}`);
  return {
    where: conditions.length > 0 ? `where ${conditions.join(' and ')}` : '',
    values: given.map(([, value]) => value),
  };
};

const entryOf = (row: Columns): AuditEntry => {
  const [
    position,
    eventId,
    stream,
    revision,
    type,
    recordedAt,
    actor,
    onBehalfOf,
    reason,
    externalId,
    scheme,
  ] = row;
  const [, , , , , , , , , , , commandId, correlationId, causationId, data] = row;
  return {
    position,
    eventId,
    stream,
    revision,
    type,
    recordedAt: recordedAt.toISOString() as Instant,
    actor,
    onBehalfOf,
    reason: reason ?? reasonIn(data),
    externalId,
    scheme,
    ...changeOf(type, JSON.parse(data)),
    commandId,
    correlationId,
    causationId,
  };
};

/** Some events carry the business's own reason. */
const reasonIn = (data: string): string | null => {
  const { reason } = (JSON.parse(data) ?? {}) as { reason?: unknown };
  return typeof reason === 'string' ? reason : null;
};
