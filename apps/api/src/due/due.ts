import { CallReason, type Due, type TriggerKind, triggerKinds } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { AccountQuestion } from '../accounts/account';
import { listOf, pageOf } from '../http/answers';
import {
  IsCode,
  IsDay,
  IsFlag,
  IsLine,
  IsLines,
  IsOneOf,
  IsPart,
  IsPosition,
  IsProse,
  IsWhole,
} from '../http/fields';
import { IsCursor, IsLimit } from '../http/paging/paging';

export const clocks = ['policy', 'assignment', 'account'] as const;
export type Clock = (typeof clocks)[number];

/** Which due list: all three clocks when none is named. */
export class DueAsked extends AccountQuestion {
  @IsOneOf(clocks, { optional: true, description: 'All three when absent.' }) clock?: Clock;
  @IsCode({
    optional: true,
    description: 'The primary scheme when absent; of the policy clock, every scheme.',
  })
  scheme?: string;
  @IsCode({
    optional: true,
    description: 'A service line has the assignment clock alone; `ACCOUNT` when absent.',
  })
  view?: string;
  @IsDay({ optional: true, description: 'Today in the governance time zone when absent.' }) asOf?: Day;
  @IsWhole(0, 1000, { optional: true, description: 'How many days ahead; 30 when absent.' }) within?: number;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

const reasons = ['CADENCE', 'CEILING', ...triggerKinds, ...CallReason.options] as const;

export class DueRow implements Due {
  @IsOneOf(clocks) clock!: Clock;
  @IsCode() scheme!: string;
  @IsCode({ nullable: true, description: 'Null where the policy of the scheme is due.' }) view!:
    string | null;
  @IsCode({ nullable: true, description: 'Null where the policy of the scheme is due.' })
  externalId!: string | null;
  @IsCode({ nullable: true, description: 'The effective tier on the day.' }) tier!: string | null;
  @IsDay() dueOn!: Day;
  @IsDay({ nullable: true, description: 'The first day on which it is late.' }) overdueSince!: Day | null;
  @IsDay({ nullable: true, description: 'The last day that may not be passed.' }) ceiling!: Day | null;
  @IsOneOf(reasons, { description: 'The trigger that called for it, or the calendar.' })
  reason!: Due['reason'];
  @IsOneOf(['UPCOMING', 'DUE', 'OVERDUE', 'REVIEW_OVERDUE'], { description: 'The last: past its ceiling.' })
  state!: Due['state'];
}

export class DuePage extends pageOf(DueRow) {
  @IsDay() asOf!: Day;
}

/** The triggers of the days `[from, until)`. */
export class TriggersAsked extends AccountQuestion {
  @IsCode({ optional: true, description: 'The primary scheme when absent.' }) scheme?: string;
  @IsCode({ optional: true, description: '`ACCOUNT` when absent.' }) view?: string;
  @IsDay() from!: Day;
  @IsDay({ description: 'The first day behind the period.' }) until!: Day;
  @IsOneOf(triggerKinds, { optional: true }) kind?: TriggerKind;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export class TriggerRow {
  @IsCode() externalId!: string;
  @IsOneOf(triggerKinds) kind!: TriggerKind;
  @IsDay() day!: Day;
  @IsLine(2000) detail!: string;
  @IsLines() factIds!: readonly string[];
  @IsCode({ nullable: true, description: 'The tier that an opportunity or a signature leads to.' })
  tier!: string | null;
  @IsFlag({ description: 'Whether the policy assesses the account for it by itself.' }) assesses!: boolean;
}

export class TriggerPage extends pageOf(TriggerRow) {}

export class DealsAsked extends AccountQuestion {
  @IsCode({ optional: true, description: 'The primary scheme when absent.' }) scheme?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

class Indicated {
  @IsDay() day!: Day;
  @IsLine(256, { nullable: true, description: 'Of an opportunity.' }) stage!: string | null;
  @IsLine(256, { nullable: true }) value!: string | null;
  @IsCode({ nullable: true }) tier!: string | null;
  @IsWhole(1, 1_000_000) policyVersion!: number;
  @IsLines() factIds!: readonly string[];
}

export const differences = ['none', 'higher', 'lower', 'other'] as const;

export class Deal {
  @IsCode() externalId!: string;
  @IsCode() scheme!: string;
  @IsPart(() => Indicated, { description: 'The last one before the signature.' }) provisional!: Indicated;
  @IsPart(() => Indicated, { nullable: true, description: 'Null while nothing is signed.' })
  binding!: Indicated | null;
  @IsOneOf(differences, {
    nullable: true,
    description: 'How the tier that binds stands to the provisional one; null while nothing is signed.',
  })
  difference!: (typeof differences)[number] | null;
}

export class DealPage extends pageOf(Deal) {}

export class PolicyReviewTerms {
  @IsDay() reviewedOn!: Day;
  @IsProse() note!: string;
}

export class PolicyReviewCallTerms {
  @IsOneOf(CallReason.options) reason!: CallReason;
  @IsDay() occurredOn!: Day;
  @IsProse() note!: string;
}

class PolicyReviewKept {
  @IsOneOf(['held', 'called']) kind!: 'held' | 'called';
  @IsDay() on!: Day;
  @IsOneOf(CallReason.options, { nullable: true }) reason!: CallReason | null;
  @IsProse() note!: string;
  @IsLine(256) person!: string;
  @IsPosition() position!: string;
}

export class PolicyReviewList extends listOf(PolicyReviewKept) {}

export class BusinessReviewTerms {
  @IsDay() heldOn!: Day;
  @IsProse() note!: string;
  @IsLines({ optional: true, most: 100 }) attendees?: string[];
}

class BusinessReviewKept {
  @IsDay() heldOn!: Day;
  @IsProse() note!: string;
  @IsLines() attendees!: readonly string[];
  @IsLine(256) recordedBy!: string;
  @IsPosition() position!: string;
}

export class BusinessReviewList extends listOf(BusinessReviewKept) {}
