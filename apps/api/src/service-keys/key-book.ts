import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import type { Scope } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { Role } from '#libs/platform';

/** A key as it is told: everything but its secret, which nobody here knows. */
export interface ServiceKey {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly scope: Scope | null;
  readonly perMinute: number | null;
  readonly expiresOn: Day | null;
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
  readonly revokedBy: string | null;
  readonly revokedAt: Instant | null;
}

export interface NewKey extends Pick<
  ServiceKey,
  'id' | 'name' | 'roles' | 'scope' | 'perMinute' | 'expiresOn'
> {
  readonly hash: Buffer;
  readonly expiresAt: Instant | null;
  readonly commandId: string;
  readonly createdBy: string;
}

/** A key that opens something now. */
export interface StandingKey {
  readonly id: string;
  readonly hash: Buffer;
  readonly roles: readonly Role[];
  readonly scope: string | null;
  readonly perMinute: number | null;
  readonly expiresAt: Date | null;
}

const told = `id, name, roles, scope::json as scope, per_minute as "perMinute", expires_on::text as "expiresOn",
  created_by as "createdBy", created_at as "createdAt", last_used_at as "lastUsedAt", revoked_by as "revokedBy",
  revoked_at as "revokedAt"`;

/** The keys of services, as the database keeps them. */
@Injectable()
export class KeyBook {
  constructor(private readonly pool: Pool) {}

  /** @returns undefined when the same request has made one already */
  async add({ id, name, hash, roles, scope, perMinute, ...rest }: NewKey): Promise<ServiceKey | undefined> {
    const { expiresOn, expiresAt, commandId, createdBy } = rest;
    const { rows } = await this.pool.query<Told>(
      `insert into ops.service_keys
         (id, name, secret_hash, roles, scope, per_minute, expires_on, expires_at, command_id, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (command_id) do nothing returning ${told}`,
      [
        ...[id, name, hash, roles, scope && JSON.stringify(scope)],
        ...[perMinute, expiresOn, expiresAt, commandId, createdBy],
      ],
    );
    return rows.map(asTold)[0];
  }

  /** All there ever were, the first made first. */
  async all(): Promise<ServiceKey[]> {
    const { rows } = await this.pool.query<Told>(
      `select ${told} from ops.service_keys order by created_at, id`,
    );
    return rows.map(asTold);
  }

  /** A key that is revoked already stays revoked as it was. @returns undefined when there is none */
  async revoke(id: string, by: string): Promise<ServiceKey | undefined> {
    const { rows } = await this.pool.query<Told>(
      `update ops.service_keys set revoked_at = coalesce(revoked_at, clock_timestamp()),
         revoked_by = coalesce(revoked_by, $2) where id = $1 returning ${told}`,
      [id, by],
    );
    return rows.map(asTold)[0];
  }

  async standing(): Promise<StandingKey[]> {
    const { rows } = await this.pool.query<StandingKey>(
      `select id, secret_hash as hash, roles, scope, per_minute as "perMinute", expires_at as "expiresAt"
       from ops.service_keys
       where revoked_at is null and (expires_at is null or expires_at > clock_timestamp())`,
    );
    return rows;
  }

  /** Takes a portion of a minute's calls. @returns the number of portions taken, undefined when that was all */
  async takePortion(id: string, minute: number, most: number): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ portions: number }>(
      `insert into ops.service_key_calls as calls (id, minute, portions) values ($1, $2, 1)
       on conflict (id, minute) do update set portions = calls.portions + 1 where calls.portions < $3
       returning portions`,
      [id, minute, most],
    );
    return rows[0]?.portions;
  }

  /** Minutes gone by are not counted any longer. */
  async used(id: string): Promise<void> {
    await this.pool.query('update ops.service_keys set last_used_at = clock_timestamp() where id = $1', [id]);
    await this.pool.query('delete from ops.service_key_calls where id = $1 and minute < $2', [
      id,
      Math.floor(Date.now() / 60_000) - 1,
    ]);
  }
}

type Told = { readonly [Name in keyof ServiceKey]: ServiceKey[Name] | Date };

// Moments come as dates; everything else is as its column says.
const asTold = (row: Told): ServiceKey =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  ) as unknown as ServiceKey;
