import type { SchemeCode } from '#libs/domain';
import type { Day, Decimal, Instant } from '#libs/kernel';
import { type ArrBasis, type SimulatedChange, type SimulationDone, moveKinds } from '#libs/runs';
import { listOf, pageOf } from '../http/answers';
import {
  IsAny,
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

const many = 2 ** 31;

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

class Cell {
  @IsLine(128, { description: 'As the plan stands; `NONE` without a tier.' }) from!: string;
  @IsLine(128, { description: 'Under the version.' }) to!: string;
  @IsWhole(0, many) accounts!: number;
  @IsMoney() arr!: Decimal;
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

export class ShadowTerms {
  @IsDay({ description: 'The first day on which it runs beside the plan.' }) from!: Day;
}

class Comparison {
  @IsDay() day!: Day;
  @IsWhole(0, many, { description: 'Accounts at the same tier under both.' }) agreements!: number;
  @IsWhole(0, many) differences!: number;
  @IsListOf(() => Cell) matrix!: readonly Cell[];
  @IsLine(64) jobId!: string;
}

export class Shadow {
  @IsDay({ nullable: true, description: 'Null while it does not run beside the plan.' }) from!: Day | null;
  @IsListOf(() => Comparison, { description: 'The latest of each day, the last day first.' })
  items!: readonly Comparison[];
}

/** The latest comparison of each day. */
export const comparisons = (done: readonly SimulationDone[]): Comparison[] => {
  const byDay = new Map<Day, SimulationDone>();
  for (const one of done) if (!byDay.has(one.to)) byDay.set(one.to, one);
  return [...byDay.values()]
    .sort((a, b) => (a.to < b.to ? 1 : -1))
    .map(({ id, to, accounts, moved, matrix }) => ({
      day: to,
      agreements: accounts - moved,
      differences: moved,
      matrix,
      jobId: id,
    }));
};

class CaseRun {
  @IsLine(256) name!: string;
  @IsCode() expected!: string;
  @IsCode({ description: 'A tier, `HELD` or `OUT_OF_PROGRAMME`.' }) outcome!: string;
  @IsAny({ type: 'boolean' }) passed!: boolean;
  @IsAny({ type: 'array', items: { type: 'string' } }) reasons!: readonly string[];
}

class RuleCovered {
  @IsAny({ type: 'string', description: 'A JSON Pointer into the document.' }) pointer!: string;
  @IsAny({ type: 'string' }) says!: string;
  @IsWhole(0, many) matched!: number;
  @IsWhole(0, many) notMatched!: number;
  @IsWhole(0, many, { description: 'An input had no value, or an earlier rule had decided.' })
  notEvaluated!: number;
}

export class CasesRan {
  @IsWhole(0, many) passed!: number;
  @IsWhole(0, many) failed!: number;
  @IsListOf(() => CaseRun) items!: readonly CaseRun[];
  @IsListOf(() => RuleCovered) rules!: readonly RuleCovered[];
  @IsAny({
    type: 'array',
    items: { type: 'string' },
    description: 'Pointers of the rules that no case matches.',
  })
  uncovered!: readonly string[];
}
