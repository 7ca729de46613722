import {
  AttestingRole,
  ItemDecision,
  ItemKind,
  ReviewId,
  reviewStates,
  type ReviewState,
  Risk,
  type SchemeCode,
  Scope,
  type View,
} from '#libs/domain';
import type { Day } from '#libs/kernel';
import type { ItemSaid } from '#libs/views';
import { IsCode, IsDay, IsLine, IsOneOf, IsProse, IsQuarter, IsWhole } from '../http/fields';
import { IsCursor, IsLimit, IsMinPosition } from '../http/paging/paging';
import { field, type FieldOptions } from '../http/shape';

export const IsReviewId = (options?: FieldOptions) =>
  field(
    { type: 'string', format: 'uuid' },
    (value) => (ReviewId.safeParse(value).success ? undefined : 'This is a UUID, as it was answered.'),
    options,
  );

const scopeSchema = { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } };

export const IsScope = (options?: FieldOptions) =>
  field(
    scopeSchema,
    (value) =>
      Scope.safeParse(value).success
        ? undefined
        : 'A scope names attributes, or `book`, each with a list of values: {"region": ["EMEA"]}.',
    options,
  );

const IsNumbers = () =>
  field({ type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1, maxItems: 1000 }, (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= 1000 &&
    value.every((one) => Number.isInteger(one) && one > 0)
      ? undefined
      : 'This is a list of numbers of items.',
  );

export class OfReview {
  @IsReviewId() id!: ReviewId;
}

export class OfItem extends OfReview {
  @IsWhole(1, 1_000_000) n!: number;
}

/** What is to be reviewed, and until when. */
export class ReviewTerms {
  @IsCode() scheme!: SchemeCode;
  @IsCode({ optional: true, description: '`ACCOUNT` when absent.' }) view?: View;
  @IsLine(32, { description: 'The label of a fiscal quarter, such as 2025-Q1.' }) quarter!: string;
  @IsScope({ optional: true, description: 'The part of the portfolio; all of it when absent.' })
  scope?: Scope;
  @IsDay({
    description:
      'The last day to decide; overrides that are undecided behind it lapse, and computed tiers stand.',
  })
  deadline!: Day;
}

export class ItemTerms {
  @IsOneOf(ItemDecision.options) decision!: ItemDecision;
  @IsProse({ optional: true, description: 'Only a CONFIRM of low risk goes without.' }) comment?: string;
}

export class ConfirmTerms {
  @IsNumbers() items!: number[];
}

export class AttestTerms {
  @IsProse() statement!: string;
  @IsOneOf(AttestingRole.options, { optional: true, description: 'Where the caller has several.' })
  role?: AttestingRole;
}

export class ReviewsAsked {
  @IsOneOf(reviewStates, { optional: true }) state?: ReviewState;
  @IsCode({ optional: true }) scheme?: string;
  @IsQuarter({ optional: true }) quarter?: string;
  @IsMinPosition() minPosition?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export const saidOfItems = [...ItemDecision.options, 'UNDECIDED', 'UNDECIDED_DEFAULTED'] as const;

export class ItemsAsked {
  @IsOneOf(ItemKind.options, { optional: true }) kind?: ItemKind;
  @IsOneOf(Risk.options, { optional: true }) risk?: Risk;
  @IsOneOf(saidOfItems, { optional: true }) decision?: ItemSaid;
  @IsCode({ optional: true }) externalId?: string;
  @IsMinPosition() minPosition?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}
