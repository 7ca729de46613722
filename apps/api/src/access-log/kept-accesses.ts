import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import type { Instant } from '#libs/kernel';

/** An entry of the access log, as it is told. */
export interface KeptAccess {
  readonly at: Instant;
  readonly actor: string | null;
  readonly roles: readonly string[];
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly externalId: string | null;
  readonly status: number;
  readonly reason: string | null;
  readonly rows: number | null;
  readonly traceId: string;
}

export interface AccessQuestion {
  readonly actor?: string;
  readonly route?: string;
  readonly status?: number;
  readonly externalId?: string;
  /** Half-open. */
  readonly from?: Instant;
  readonly until?: Instant;
  /** Nothing behind this place. */
  readonly upTo: Place;
}

/** Where an entry stands among all: where a page ends, or the whole answer. */
export interface Place {
  readonly at: Instant;
  readonly id: string;
}

type Row = Omit<KeptAccess, 'at' | 'roles' | 'rows'> & {
  id: string;
  at: Date;
  roles: string;
  rows: string | null;
};

const entriesAFetch = 2_000;

/** The access log as an auditor asks for it. */
@Injectable()
export class KeptAccesses {
  constructor(private readonly pool: Pool) {}

  /** The last entry there is: pages up to it are parts of one answer. */
  async last(): Promise<Place> {
    const { rows } = await this.pool.query<{ at: Date; id: string }>(
      'select at, id from ops.access_log order by at desc, id desc limit 1',
    );
    return rows[0] ? placeOf(rows[0]) : { at: '1970-01-01T00:00:00.000Z' as Instant, id: '0' };
  }

  async page(question: AccessQuestion, { limit, after }: { limit: number; after?: Place }) {
    const { where, values } = conditionsOf(question, after);
    const { rows } = await this.pool.query<Row>(
      `select id, at, actor, roles, method, route, path, external_id as "externalId", status, reason, rows,
         trace_id as "traceId"
       from ops.access_log where ${where} order by at, id limit ${limit + 1}`,
      values,
    );
    const items = rows.slice(0, limit);
    return { items: items.map(asTold), next: rows.length > limit ? placeOf(items.at(-1)!) : null };
  }

  /** The same without end, in batches; no connection is held between them. */
  async *stream(question: AccessQuestion): AsyncIterable<readonly KeptAccess[]> {
    let after: Place | undefined;
    do {
      const { items, next } = await this.page(question, { limit: entriesAFetch, ...(after && { after }) });
      yield items;
      after = next ?? undefined;
    } while (after);
  }
}

const placeOf = ({ at, id }: Pick<Row, 'at' | 'id'>): Place => ({ at: at.toISOString() as Instant, id });

const asTold = ({ id: _, at, roles, rows, ...rest }: Row): KeptAccess => ({
  at: at.toISOString() as Instant,
  ...rest,
  roles: roles === '' ? [] : roles.split(' '),
  rows: rows === null ? null : Number(rows),
});

/** Only what is asked stands in the statement, so that each question finds its own index. */
const conditionsOf = (question: AccessQuestion, after?: Place) => {
  const { actor, route, status, externalId, from, until, upTo } = question;
  const asked: [condition: string, value: unknown][] = [
    ['actor =', actor],
    ['route =', route],
    ['status =', status],
    ['external_id =', externalId],
    ['at >=', from],
    ['at <', until],
  ];
  const said = asked.filter(([, value]) => value !== undefined);
  const where = said.map(([condition], at) => `${condition} $${at + 1}`);
  const values = said.map(([, value]) => value);
  const stands = (condition: string, { at, id }: Place) => {
    where.push(`(at, id) ${condition} ($${values.length + 1}::timestamptz, $${values.length + 2}::bigint)`);
    values.push(at, id);
  };
  stands('<=', upTo);
  if (after) stands('>', after);
  return { where: where.join(' and '), values };
};
