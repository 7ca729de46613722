import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import type { Instant } from '#libs/kernel';

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
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly commandId: string;
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

/** Every event of the log as an auditor asks for it. */
export class AuditTrail {
  constructor(private readonly pool: Pool) {}

  /** Entries in log order; `after` is the position behind which to go on. */
  page(
    _question: AuditQuestion,
    _page: { readonly limit: number; readonly after?: Position },
  ): Promise<{ items: AuditEntry[]; next: Position | null }> {
    void this.pool;
    throw new Error('not yet');
  }

  /** The same without end, in batches; holds one connection and little memory. */
  stream(_question: AuditQuestion): AsyncIterable<readonly AuditEntry[]> {
    throw new Error('not yet');
  }
}
