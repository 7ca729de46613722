import {
  AttestingRole,
  ItemDecision,
  ItemKind,
  reviewStates,
  type ReviewState,
  Risk,
  type Scope,
} from '#libs/domain';
import type { Day, Decimal, Instant } from '#libs/kernel';
import type {
  Attestation,
  ItemSaid,
  ReviewerFigures,
  ReviewInFull,
  ReviewItemKnown,
  ReviewKnown,
} from '#libs/views';
import { pageOf } from '../http/answers';
import {
  IsAny,
  IsCode,
  IsDay,
  IsFlag,
  IsInstant,
  IsLine,
  IsListOf,
  IsMoney,
  IsOneOf,
  IsPart,
  IsPosition,
  IsProse,
  IsWhole,
} from '../http/fields';
import { IsReviewId, IsScope, saidOfItems } from './review-asked';

class PinAnswered {
  @IsPosition({ description: 'The pack is what the log told up to here.' }) position!: string;
  @IsInstant({ description: 'The same for `knownAt` of any other question.' }) knownAt!: Instant;
}

/** A review as it stands. */
export class ReviewAnswered implements ReviewKnown {
  @IsReviewId() id!: string;
  @IsOneOf(reviewStates) state!: ReviewState;
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsLine(32) quarter!: string;
  @IsDay({ description: 'The first day of the quarter.' }) from!: Day;
  @IsDay({ description: 'The first day behind it.' }) until!: Day;
  @IsScope() scope!: Scope;
  @IsDay() deadline!: Day;
  @IsLine(256) openedBy!: string;
  @IsDay() openedOn!: Day;
  @IsPart(() => PinAnswered, { nullable: true }) pin!: PinAnswered | null;
  @IsLine(64, { nullable: true, description: 'SHA-256 over the canonical JSON of the pack.' })
  digest!: string | null;
  @IsLine(256, { nullable: true }) pinnedBy!: string | null;
  @IsDay({ nullable: true }) pinnedOn!: Day | null;
  @IsLine(256, { nullable: true }) sealedBy!: string | null;
  @IsDay({ nullable: true }) sealedOn!: Day | null;
  @IsInstant({ nullable: true }) sealedAt!: Instant | null;
  @IsWhole(0, 2 ** 31) revision!: number;
}

class AttestationAnswered implements Attestation {
  @IsOneOf(AttestingRole.options) role!: AttestingRole;
  @IsProse() statement!: string;
  @IsLine(256) attestedBy!: string;
  @IsDay() attestedOn!: Day;
  @IsInstant() attestedAt!: Instant;
  @IsFlag({ description: 'False where something was decided since, or somebody took over.' })
  stands!: boolean;
}

class ReviewerAnswered implements ReviewerFigures {
  @IsLine(256) reviewer!: string;
  @IsWhole(0, 2 ** 31) decided!: number;
  @IsMoney({ description: 'Of these, confirmed together with others; in per cent.' }) bulkShare!: Decimal;
  @IsMoney({ description: 'Of these, a CONFIRM; in per cent.' }) confirmShare!: Decimal;
  @IsMoney({ nullable: true, description: 'Between one decision and the next; null where there is one.' })
  medianSeconds!: Decimal | null;
}

/** What a review's pack is of. */
class Coordinates {
  @IsReviewId() reviewId!: string;
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsLine(32) quarter!: string;
  @IsDay() opening!: Day;
  @IsDay() closing!: Day;
  @IsScope() scope!: Scope;
  @IsPart(() => PinAnswered) pin!: PinAnswered;
  @IsWhole(1, 1) templateVersion!: 1;
}

/** One review in full. */
export class ReviewFound extends ReviewAnswered implements ReviewInFull {
  @IsPosition() position!: string;
  @IsPart(() => Coordinates, { nullable: true, description: 'Null before the pin.' })
  coordinates!: Coordinates | null;
  @IsFlag({ description: 'Its last day has passed: nothing is decided any more.' }) closed!: boolean;
  @IsWhole(0, 2 ** 31) items!: number;
  @IsAny(
    { type: 'object', additionalProperties: { type: 'integer' } },
    { description: 'Items by what was said of them last.' },
  )
  counts!: ReviewInFull['counts'];
  @IsListOf(() => AttestationAnswered) attestations!: readonly AttestationAnswered[];
  @IsListOf(() => ReviewerAnswered) reviewers!: readonly ReviewerAnswered[];
}

export class ReviewPage extends pageOf(ReviewAnswered) {}

class Reason {
  @IsLine(64) code!: string;
  @IsAny({ type: 'string' }) detail!: string;
}

/** Something to decide, and what was said of it last. */
export class ItemAnswered implements ReviewItemKnown {
  @IsWhole(1, 1_000_000) n!: number;
  @IsOneOf(ItemKind.options) kind!: ItemKind;
  @IsCode({ nullable: true }) externalId!: string | null;
  @IsAny({ type: 'string' }, { nullable: true }) name!: string | null;
  @IsLine(64, { nullable: true }) overrideId!: string | null;
  @IsOneOf(Risk.options) risk!: Risk;
  @IsMoney() arr!: Decimal;
  @IsOneOf(ItemDecision.options) suggested!: ItemDecision;
  @IsListOf(() => Reason) reasons!: readonly Reason[];
  @IsLine(32, { nullable: true, description: 'The quarter whose review has put it off.' })
  deferredFrom!: string | null;
  @IsOneOf(saidOfItems) decision!: ItemSaid;
  @IsProse({ nullable: true }) comment!: string | null;
  @IsFlag({ nullable: true, description: 'Confirmed together with others.' }) bulk!: boolean | null;
  @IsLine(256, { nullable: true }) decidedBy!: string | null;
  @IsDay({ nullable: true }) decidedOn!: Day | null;
  @IsInstant({ nullable: true }) decidedAt!: Instant | null;
}

export class ItemPage extends pageOf(ItemAnswered) {}

/** An item as a line of a table. */
export type ItemLine = Omit<ItemAnswered, 'reasons'> & { readonly reasons: string };

export const itemColumns: (keyof ItemLine)[] = [
  ...(['n', 'kind', 'externalId', 'name', 'overrideId', 'risk', 'arr', 'suggested', 'reasons'] as const),
  ...(['deferredFrom', 'decision', 'comment', 'bulk', 'decidedBy', 'decidedOn', 'decidedAt'] as const),
];

export const itemLine = ({ reasons, ...item }: ReviewItemKnown): ItemLine => ({
  ...item,
  reasons: reasons.map(({ code, detail }) => `${code}: ${detail}`).join(' | '),
});
