import type { SchemeCode } from '#libs/domain';
import type { Day, Decimal, Instant } from '#libs/kernel';
import {
  type ArrBasis,
  type SimulatedChange,
  type SimulatedLines,
  type SimulationDone,
  moveKinds,
} from '#libs/runs';
import { listOf, pageOf } from '../http/answers';
import {
  IsCode,
  IsDay,
  IsInstant,
  IsLine,
  IsListOf,
  IsMoney,
  IsOneOf,
  IsPart,
  IsPosition,
  IsWhole,
} from '../http/fields';
import { invalidField } from '../http/problem';
import { OfJob } from '../jobs/job';
import { greatestVersion } from './policy';

/** As accounts are counted. */
export const many = 2 ** 31;

/** Either the days from one to another, or one day. */
export class SimulationTerms {
  @IsDay({ optional: true, description: 'The version is in force from this day on.' }) from?: Day;
  @IsDay({ optional: true, description: 'The day on which it is held against the plan as it stands.' })
  to?: Day;
  @IsDay({ optional: true, description: 'Both at once: one review on this day.' }) asOf?: Day;
}

export const periodOf = ({ from, to, asOf }: SimulationTerms): { from: Day; to: Day } => {
  if (asOf !== undefined && from === undefined && to === undefined) return { from: asOf, to: asOf };
  if (asOf !== undefined || from === undefined || to === undefined)
    throw invalidField('/from', 'Say `from` and `to`, or `asOf` alone.');
  if (from > to) throw invalidField('/from', 'The first day is not behind the last: `from` is at most `to`.');
  return { from, to };
};

export class OfSimulation extends OfJob {
  @IsCode() scheme!: SchemeCode;
  @IsWhole(1, greatestVersion) version!: number;
}

class Moves {
  @IsWhole(0, many) enter!: number;
  @IsWhole(0, many) promotion!: number;
  @IsWhole(0, many) demotion!: number;
  @IsWhole(0, many) lateral!: number;
  @IsWhole(0, many) exit!: number;
  @IsWhole(0, many) unchanged!: number;
}

export class Cell {
  @IsLine(128, { description: 'As the plan stands; `NONE` without a tier.' }) from!: string;
  @IsLine(128, { description: 'Under the version.' }) to!: string;
  @IsWhole(0, many) accounts!: number;
  @IsMoney() arr!: Decimal;
}

class LineCell {
  @IsLine(128, { description: 'As the plan stands; `NONE` without a tier.' }) from!: string;
  @IsLine(128, { description: 'Under the version.' }) to!: string;
  @IsWhole(0, many) lines!: number;
}

class LinesSimulated implements SimulatedLines {
  @IsWhole(0, many) lines!: number;
  @IsWhole(0, many, { description: 'Lines with another tier on `to`.' }) moved!: number;
  @IsPart(() => Moves) moves!: Moves;
  @IsListOf(() => LineCell) matrix!: readonly LineCell[];
}

export class SimulationKept {
  @IsLine(64, { description: 'Also of its job, whose result has the whole of it.' }) id!: string;
  @IsLine(128, { description: 'For `simulationHash` of an approval.' }) hash!: string;
  @IsDay() from!: Day;
  @IsDay() to!: Day;
  @IsPosition({ description: 'The place in the log whose knowledge was used.' }) position!: string;
  @IsLine(256) createdBy!: string;
  @IsInstant({ description: "Of the machine's clock, never of a simulated one." }) finishedAt!: Instant;
  @IsInstant({
    nullable: true,
    description: 'Since when it is no longer kept what became of each account; null while it is.',
  })
  accountsForgottenAt!: Instant | null;
  @IsWhole(0, many) accounts!: number;
  @IsWhole(0, many, { description: 'Accounts with another tier on `to`.' }) moved!: number;
  @IsPart(() => Moves) moves!: Moves;
  @IsListOf(() => Cell) matrix!: readonly Cell[];
  @IsMoney() arrMoved!: Decimal;
  @IsOneOf(['ARR_FACT', 'TRAILING_12_REVENUE', 'MIXED']) arrBasis!: ArrBasis | 'MIXED';
  @IsPart(() => LinesSimulated, {
    optional: true,
    description: 'Service lines, where the version or the plan has any assessed.',
  })
  serviceLines?: LinesSimulated;
}

export class SimulationList extends listOf(SimulationKept) {}

export const simulationKept = (done: SimulationDone): SimulationKept => {
  const { id, hash, from, to, position, createdBy, accounts, moved, moves, matrix, arrMoved, arrBasis } =
    done;
  const finishedAt = done.finishedAt.toISOString() as Instant;
  const accountsForgottenAt = (done.accountsForgottenAt?.toISOString() ?? null) as Instant | null;
  return {
    id,
    hash,
    from,
    to,
    position,
    createdBy,
    finishedAt,
    accountsForgottenAt,
    accounts,
    moved,
    moves,
    matrix,
    arrMoved,
    arrBasis,
    ...(done.serviceLines && { serviceLines: done.serviceLines }),
  };
};

class ChangeSimulated {
  @IsDay() day!: Day;
  @IsOneOf(moveKinds) kind!: SimulatedChange['kind'];
  @IsCode({ nullable: true }) fromTier!: string | null;
  @IsCode({ nullable: true }) toTier!: string | null;
}

class AccountSimulated {
  @IsCode() externalId!: string;
  @IsDay({ description: 'The day compared.' }) day!: Day;
  @IsCode({ nullable: true, description: 'As the plan stands.' }) fromTier!: string | null;
  @IsCode({ nullable: true, description: 'Under the version.' }) toTier!: string | null;
  @IsDay({ nullable: true, description: 'The first day on which the two differ; null when they never do.' })
  differsFrom!: Day | null;
  @IsListOf(() => ChangeSimulated, { description: 'Its moves under the version.' })
  changes!: readonly SimulatedChange[];
  @IsMoney({ nullable: true }) arr!: Decimal | null;
}

export class AccountsSimulated extends pageOf(AccountSimulated) {}
