import type { Instant } from '#libs/kernel';
import { listOf } from '../http/answers';
import { IsAny, IsCode, IsDayOrInstant, IsInstant, IsLine, IsWhole } from '../http/fields';
import { ListAsked } from '../http/paging/paging';
import type { KeptAccess } from './kept-accesses';

const text = { type: 'string' };

/** Somebody asked for something, and what became of it. */
class AccessTold implements KeptAccess {
  @IsInstant() at!: Instant;
  @IsAny(text, { nullable: true, description: 'Null where nobody was known.' }) actor!: string | null;
  @IsAny({ type: 'array', items: text }) roles!: readonly string[];
  @IsAny(text) method!: string;
  @IsAny(text, { description: 'As this document names it.' }) route!: string;
  @IsAny(text, { description: 'With those parameters that say what was asked for.' }) path!: string;
  @IsAny(text, { nullable: true }) externalId!: string | null;
  @IsWhole(0, 599) status!: number;
  @IsAny(text, { nullable: true, description: 'Why it was denied, or what was done.' }) reason!:
    string | null;
  @IsWhole(0, 2 ** 53, { nullable: true, description: 'Of an answer that was streamed.' })
  rows!: number | null;
  @IsAny(text) traceId!: string;
}

export class AccessPage extends listOf(AccessTold) {}

export class AccessAsked extends ListAsked {
  @IsLine(256, { optional: true }) actor?: string;
  @IsLine(256, { optional: true, example: '/v1/accounts/{externalId}/tier' }) route?: string;
  @IsWhole(100, 599, { optional: true, example: 403 }) status?: number;
  @IsCode({ optional: true }) externalId?: string;
  @IsDayOrInstant({ optional: true, description: 'Asked at or after this moment; a day is its beginning.' })
  from?: string;
  @IsDayOrInstant({ optional: true, description: 'Asked before this moment; a day is its beginning.' })
  to?: string;
}

export const columns: (keyof KeptAccess)[] = [
  ...(['at', 'actor', 'roles', 'method', 'route', 'path', 'externalId', 'status', 'reason', 'rows'] as const),
  'traceId',
];
