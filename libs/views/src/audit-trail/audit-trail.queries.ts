import type { Pool } from 'pg';
import type { Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { narrowed } from '../part/narrowed';
import { streamed } from '../streamed';
import { type AuditEntry, type Columns, columns, entryOf } from './audit-entry';
import { type AuditQuestion, conditionsOf } from './audit-question';

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
