import type { QuotaLedger } from '#libs/domain';
import { pageOf } from '../http/answers';
import { IsAny, IsCode, IsLine, IsMoney, IsWhole } from '../http/fields';

const anything = { type: 'object', additionalProperties: true };

/** What a seat has, has given away and has left. */
export class QuotaAnswered {
  @IsCode() scheme!: string;
  @IsLine(16) quarter!: string;
  @IsCode() seat!: string;
  @IsAny(anything, { description: '`count`, `percentOfBook` (as overrides), `arrCap`; null is no limit.' })
  limits!: object;
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'The smallest in overrides; null without any.' })
  limit!: number | null;
  @IsWhole(0, 2 ** 31) reserved!: number;
  @IsWhole(0, 2 ** 31) consumed!: number;
  @IsWhole(0, 2 ** 31, { nullable: true }) left!: number | null;
  @IsMoney({ description: 'The ARR of the accounts overridden.' }) arr!: string;
  @IsAny({ type: 'array', items: anything }) entries!: QuotaLedger['entries'];
}

export class QuotaPage extends pageOf(QuotaAnswered) {}

export const quotaAnswer = (
  { scheme, quarter, seat }: { readonly scheme: string; readonly quarter: string; readonly seat: string },
  ledger: QuotaLedger,
): QuotaAnswered => ({ scheme, quarter, seat, ...ledger });
