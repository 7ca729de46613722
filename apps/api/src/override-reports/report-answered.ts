import type { LeaderConcentration, PolicyCandidate, SeatConcentration } from '#libs/domain';
import { DecidingRole, SodFinding } from '#libs/domain';
import type { Day, Decimal } from '#libs/kernel';
import { type ConflictRow, type HindsightBy, hindsightKeys } from '#libs/runs';
import { pageOf } from '../http/answers';
import {
  IsCode,
  IsDay,
  IsFlag,
  IsLine,
  IsLines,
  IsMoney,
  IsOneOf,
  IsPart,
  IsPosition,
  IsProse,
  IsWhole,
} from '../http/fields';
import { IsOverrideId } from '../overrides/ids';

const most = 2 ** 31;
const unlessHidden = {
  nullable: true,
  description: 'Null where it is hidden: of fewer than five accounts.',
} as const;

/** Overridden accounts, and beside them comparable ones that were left in the computed tier. */
export class HindsightSums {
  @IsWhole(0, most, { description: 'Overridden accounts, each once a window.' }) n!: number;
  @IsFlag() hidden!: boolean;
  @IsMoney(unlessHidden) opening!: Decimal | null;
  @IsMoney(unlessHidden) closing!: Decimal | null;
  @IsMoney(unlessHidden) nrr!: Decimal | null;
  @IsMoney(unlessHidden) logoChurn!: Decimal | null;
  @IsMoney(unlessHidden) revenueChurn!: Decimal | null;
  @IsWhole(0, most, { description: 'Accounts without ARR: revenue of twelve months stands in.' })
  standIns!: number;
  @IsWhole(0, most, { description: 'Comparable accounts, each once a window.' }) comparableN!: number;
  @IsFlag() comparableHidden!: boolean;
  @IsMoney(unlessHidden) comparableOpening!: Decimal | null;
  @IsMoney(unlessHidden) comparableClosing!: Decimal | null;
  @IsMoney(unlessHidden) comparableNrr!: Decimal | null;
  @IsMoney(unlessHidden) comparableLogoChurn!: Decimal | null;
  @IsMoney(unlessHidden) comparableRevenueChurn!: Decimal | null;
  @IsWhole(0, most) comparableStandIns!: number;
  @IsMoney({ nullable: true, description: 'NRR of the overridden less that of the comparable.' })
  nrrDifference!: Decimal | null;
  @IsWhole(0, most, {
    description: 'Overrides with too few comparable accounts of one size: all sizes count.',
  })
  widened!: number;
}

export class HindsightGroup extends HindsightSums {
  @IsLine(256, { description: 'A seat, an approver, a reason (EMERGENCY where there is none) or a type.' })
  key!: string;
}

export class HindsightPage extends pageOf(HindsightGroup) {
  @IsDay() asOf!: Day;
  @IsOneOf(hindsightKeys) by!: HindsightBy;
  @IsPart(() => HindsightSums, { description: 'Of all overrides together.' }) total!: HindsightSums;
}

class BoundaryNear implements NonNullable<PolicyCandidate['boundary']> {
  @IsLine(512, { description: 'A JSON Pointer into the policy document.' }) pointer!: string;
  @IsLine(256) subject!: string;
  @IsMoney() enter!: Decimal;
  @IsWhole(1, most) overrides!: number;
  @IsMoney({ description: 'What is missing to the edge; negative where it is passed.' }) nearest!: Decimal;
  @IsMoney() farthest!: Decimal;
}

export class CandidateFound implements Omit<PolicyCandidate, 'fromTier' | 'toTier'> {
  @IsOneOf(['POLICY_CANDIDATE']) code!: 'POLICY_CANDIDATE';
  @IsLine(64) reasonCode!: string;
  @IsCode({ description: 'Computed on the first day.' }) fromTier!: string;
  @IsCode() toTier!: string;
  @IsLines({ description: 'RECURS, RENEWED.' }) because!: PolicyCandidate['because'];
  @IsWhole(1, most) overrides!: number;
  @IsWhole(1, most) accounts!: number;
  @IsWhole(1, most) seats!: number;
  @IsWhole(1, most) quarters!: number;
  @IsWhole(0, most, { description: 'The most in a row.' }) renewals!: number;
  @IsMoney({ description: 'Of the accounts, each by its last override.' }) arr!: Decimal;
  @IsWhole(0, most, { description: 'Accounts whose ARR is not known.' }) arrUnknown!: number;
  @IsPart(() => BoundaryNear, { nullable: true, description: 'The edge that most of them stand next to.' })
  boundary!: PolicyCandidate['boundary'];
}

export class CandidatePage extends pageOf(CandidateFound) {
  @IsDay() asOf!: Day;
}

export class SeatShare implements SeatConcentration {
  @IsCode() seat!: SeatConcentration['seat'];
  @IsWhole(1, most) overrides!: number;
  @IsMoney({ nullable: true }) share!: Decimal | null;
  @IsWhole(1, most) accounts!: number;
  @IsMoney({ description: 'Of the accounts, each by its last override.' }) arr!: Decimal;
  @IsMoney({ nullable: true }) arrShare!: Decimal | null;
  @IsWhole(0, most, { description: 'Accounts that the seat owns, or one under it.' }) book!: number;
  @IsMoney({ nullable: true, description: 'The accounts by those of the book.' }) bookShare!: Decimal | null;
  @IsWhole(0, most) up!: number;
  @IsWhole(0, most) down!: number;
  @IsWhole(0, most, { description: 'Without a direction.' }) level!: number;
  @IsWhole(0, most, { description: 'Reserved and consumed, of the quarter of `asOf`.' }) quotaUsed!: number;
  @IsWhole(0, most, { nullable: true }) quotaLimit!: number | null;
  @IsFlag({ description: 'More than the stated share, of five overrides or more.' }) concentrated!: boolean;
}

type Totals = Omit<LeaderConcentration, 'seats'>;

export class ConcentrationPage extends pageOf(SeatShare) implements Totals {
  @IsDay() asOf!: Day;
  @IsWhole(0, most, { description: 'Of all seats.' }) overrides!: number;
  @IsMoney() arr!: Decimal;
  @IsMoney({ nullable: true, description: 'The sum of the squared shares of overrides.' })
  hhi!: Decimal | null;
  @IsMoney({ nullable: true }) hhiOfArr!: Decimal | null;
}

export class ConflictOnRecord implements ConflictRow {
  @IsOverrideId() overrideId!: string;
  @IsCode() externalId!: ConflictRow['externalId'];
  @IsOneOf(['approve', 'ratify']) act!: ConflictRow['act'];
  @IsWhole(1, 100) level!: number;
  @IsOneOf(DecidingRole.options) role!: string;
  @IsLine(256) approver!: ConflictRow['approver'];
  @IsLine(256, { nullable: true }) onBehalfOf!: ConflictRow['onBehalfOf'];
  @IsDay() decidedOn!: Day;
  @IsPosition({ description: 'What was known there is what was known then.' }) decidedAt!: string;
  @IsOneOf(SodFinding.shape.rule.options) rule!: ConflictRow['rule'];
  @IsProse({ description: 'As known now where it is a conflict now, else as known then.' }) detail!: string;
  @IsFlag() asKnownThen!: boolean;
  @IsFlag() asKnownNow!: boolean;
}

export class ConflictPage extends pageOf(ConflictOnRecord) {
  @IsWhole(0, most, { description: 'Approvals and ratifications that were looked at.' }) decisions!: number;
}
