import type { Scope } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { Role } from '#libs/platform';
import { listOf } from '../http/answers';
import { IsDay, IsInstant, IsLine, IsWhole } from '../http/fields';
import { matching } from '../http/lines';
import { scopeIn } from '../http/scopes/scope-claim';
import { field, type FieldOptions } from '../http/shape';
import type { ServiceKey } from './key-book';

/** What a service may be: one that records, one that reads, or both. Nobody who decides. */
const keyRoles: readonly Role[] = ['service', 'auditor'];

const IsKeyRoles = () =>
  field(
    { type: 'array', minItems: 1, maxItems: keyRoles.length, items: { type: 'string', enum: [...keyRoles] } },
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      new Set(value).size === value.length &&
      value.every((role) => keyRoles.includes(role as Role))
        ? undefined
        : `A key has the roles ${keyRoles.join(' or ')}, or both: a service decides nothing.`,
  );

const IsScope = (options?: FieldOptions) =>
  field(
    { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' }, minItems: 1 } },
    (value) =>
      value !== undefined && scopeIn(value) !== undefined
        ? undefined
        : 'A scope names values of attributes: {"region": ["EMEA"]}.',
    options,
  );

const IsKeyId = () =>
  field(
    { type: 'string', pattern: '^[0-9a-f]{16}$' },
    matching(/^[0-9a-f]{16}$/, 'The id of a key has 16 hex digits.'),
  );

export class OfServiceKey {
  @IsKeyId() id!: string;
}

/** What a key is for. */
export class KeyTerms {
  @IsLine(128, { description: 'Which service it is for.', example: 'billing-export' }) name!: string;
  @IsKeyRoles() roles!: Role[];
  @IsScope({ optional: true, description: 'The part of the portfolio it sees; the whole when absent.' })
  scope?: Scope;
  @IsDay({
    optional: true,
    description: 'From the beginning of this day, in the governance time zone, it opens nothing.',
  })
  expiresOn?: Day;
  @IsWhole(1, 1_000_000, {
    optional: true,
    description: 'Calls a minute over all processes; without limit when absent.',
  })
  perMinute?: number;
}

export class KeyTold implements ServiceKey {
  @IsKeyId() id!: string;
  @IsLine(128) name!: string;
  @IsKeyRoles() roles!: readonly Role[];
  @IsScope({ nullable: true }) scope!: Scope | null;
  @IsWhole(1, 1_000_000, { nullable: true }) perMinute!: number | null;
  @IsDay({ nullable: true }) expiresOn!: Day | null;
  @IsLine(256) createdBy!: string;
  @IsInstant() createdAt!: Instant;
  @IsInstant({ nullable: true, description: 'To the minute.' }) lastUsedAt!: Instant | null;
  @IsLine(256, { nullable: true }) revokedBy!: string | null;
  @IsInstant({ nullable: true }) revokedAt!: Instant | null;
}

export class KeyMade extends KeyTold {
  @IsLine(64, { description: 'Told this once: only its hash is kept. Goes into `Authorization: Bearer`.' })
  secret!: string;
}

export class KeyList extends listOf(KeyTold) {}
