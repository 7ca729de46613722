import { IsAny, IsListOf, IsOneOf, IsPart, IsPosition, IsWhole } from '../../http/fields';
import { IsOverrideId } from '../ids';
import { states } from '../override-questions';
import { QuotaAnswered } from '../quota-answered';

/** What became of one request. */
export class BulkOutcome {
  @IsWhole(0, 99) index!: number;
  @IsOneOf(['submitted', 'refused']) outcome!: 'submitted' | 'refused';
  @IsOverrideId({ optional: true }) id?: string;
  @IsOneOf(states, { optional: true }) state?: string;
  @IsPart(() => QuotaAnswered, { optional: true, description: 'As this request left it.' })
  quota?: QuotaAnswered;
  @IsAny(
    { type: 'object', additionalProperties: true },
    { optional: true, description: 'As the same request by itself would have been answered.' },
  )
  problem?: object;
}

export class BulkAnswered {
  @IsWhole(0, 100) submitted!: number;
  @IsWhole(0, 100) refused!: number;
  @IsListOf(() => BulkOutcome) items!: readonly BulkOutcome[];
  @IsPosition() position!: string;
}
