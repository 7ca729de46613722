import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { idFor } from '#libs/event-store';
import { canonicalJson } from '#libs/kernel';
import { invalidField, Problem } from './problem';

declare module 'fastify' {
  interface FastifyRequest {
    /** The claim on an Idempotency-Key that this request has to answer for. */
    claim: Claim | null;
  }
}

interface Claim {
  readonly actor: string;
  readonly key: string;
}

interface Kept {
  readonly route: string;
  readonly body_hash: Buffer;
  readonly status: number | null;
  readonly headers: Record<string, string> | null;
  readonly body: string | null;
}

/** Namespace of the command ids that derive from a caller and a key. */
const commands = '6f1c1f3e-0d0a-5c0b-9a53-5a7d6b1f1d2e';

/** A first request that has not answered after so long died with its process, where other processes may answer too. */
const patience = '60 seconds';

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** Headers of an answer that belong to what was done, not to the exchange. */
const lasting = ['content-type', 'ledger-position', 'location', 'etag'] as const;

/**
 * Frees the keys whose first request died with the process before this one. Only for a process that is alone on
 * its database: another's requests may be at work.
 */
export const freeAbandonedKeys = async (pool: Pool): Promise<void> => {
  await pool.query(
    `update ops.idempotency set created_at = least(created_at, clock_timestamp() - interval '${patience}') where status is null`,
  );
};

/**
 * A POST that says an Idempotency-Key is done once: the same key and body get the same answer, another body
 * is refused. A key whose first request died is done again under the same command id.
 */
export const answerRepeatedRequests = (fastify: FastifyInstance, pool: Pool): void => {
  fastify.decorateRequest('claim', null);
  forget(fastify, pool);
  fastify.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.method !== 'POST' || !request.caller) return undefined;
    if (typeof key !== 'string' || !keyPattern.test(key)) {
      throw invalidField('/Idempotency-Key', 'The key is 1 to 255 printable characters without spaces.');
    }
    request.commandId = idFor(commands, `${request.caller.sub}\n${key}`);
    if (request.routeOptions.config.repeatable) return undefined;
    return claim(pool, request, reply, { actor: request.caller.sub, key });
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (!request.claim) return;
    await settle(pool, request.claim, reply, payload);
  });
};

/** Answers are kept for two days at least, and not for ever. */
const forget = (fastify: FastifyInstance, pool: Pool): void => {
  const old = `delete from ops.idempotency where created_at < clock_timestamp() - interval '2 days'`;
  const timer = setInterval(() => void pool.query(old).catch(() => undefined), 3600_000).unref();
  fastify.addHook('onClose', (_, done) => {
    clearInterval(timer);
    done();
  });
};

const claim = async (pool: Pool, request: FastifyRequest, reply: FastifyReply, of: Claim) => {
  const route = `${request.method} ${request.url}`;
  const bodyHash = createHash('sha256')
    .update(canonicalJson(request.body ?? null))
    .digest();
  const { rowCount } = await pool.query(
    `insert into ops.idempotency (actor, key, route, body_hash) values ($1, $2, $3, $4)
     on conflict (actor, key) do update set created_at = clock_timestamp()
       where idempotency.status is null and idempotency.created_at < clock_timestamp() - interval '${patience}'
         and idempotency.route = excluded.route and idempotency.body_hash = excluded.body_hash`,
    [of.actor, of.key, route, bodyHash],
  );
  if (rowCount === 1) {
    request.claim = of;
    return undefined;
  }
  return repeat(await keptFor(pool, of), { route, bodyHash }, reply);
};

const keptFor = async (pool: Pool, { actor, key }: Claim): Promise<Kept | undefined> => {
  const { rows } = await pool.query<Kept>(
    'select route, body_hash, status, headers, body from ops.idempotency where actor = $1 and key = $2',
    [actor, key],
  );
  return rows[0];
};

const repeat = (kept: Kept | undefined, asked: { route: string; bodyHash: Buffer }, reply: FastifyReply) => {
  if (kept && (kept.route !== asked.route || !kept.body_hash.equals(asked.bodyHash))) {
    throw new Problem(
      409,
      'IDEMPOTENCY_CONFLICT',
      'This key was used for another request: take a fresh one.',
    );
  }
  if (!kept || kept.status === null) {
    throw new Problem(
      409,
      'IDEMPOTENCY_IN_PROGRESS',
      'The first request with this key is still at work: try again.',
      {
        headers: { 'retry-after': '1' },
      },
    );
  }
  return reply
    .code(kept.status)
    .headers({ ...kept.headers, 'idempotency-replayed': 'true' })
    .send(kept.body);
};

/** An answer of ours is kept; where we failed, or the caller came too early, the key is free again. */
const settle = async (pool: Pool, { actor, key }: Claim, reply: FastifyReply, payload: unknown) => {
  const keep = reply.statusCode < 500 && reply.statusCode !== 429 && typeof payload === 'string';
  const headers = Object.fromEntries(
    lasting.flatMap((name) => {
      const value = reply.getHeader(name);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
  await pool.query(
    keep
      ? 'update ops.idempotency set status = $3, headers = $4, body = $5 where actor = $1 and key = $2'
      : 'delete from ops.idempotency where actor = $1 and key = $2',
    keep ? [actor, key, reply.statusCode, headers, payload] : [actor, key],
  );
};
