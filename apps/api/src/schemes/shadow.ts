import type { Day } from '#libs/kernel';
import type { SimulationDone } from '#libs/runs';
import { IsDay, IsLine, IsListOf, IsWhole } from '../http/fields';
import { Cell, many } from './simulation';

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
