import { type Day, type Decimal, earliest, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import type { RevenueKnown, WindowSum } from './knowledge';

/** Revenue facts, or what a day's facts of one kind and currency come to together. */
export interface RevenueRow {
  readonly occurredOn: Day;
  readonly amount: Decimal;
  readonly currency: string;
  readonly kind: string;
  /** How many facts the row stands for; 1 unless told. */
  readonly lines?: number;
}

/** The rows of one kind and currency by day, with running totals: a window is one subtraction. */
interface Flow {
  readonly kind: string;
  readonly currency: string;
  readonly days: readonly Day[];
  readonly totals: readonly { readonly sum: bigint; readonly lines: number }[];
}

/** Revenue that can answer for any window, exactly; made ready at the first question. */
export const revenueKnown = (rows: readonly RevenueRow[]): RevenueKnown => {
  let flows: readonly Flow[] | undefined;
  return {
    earliest: rows.reduce<Day | null>(
      (first, { occurredOn }) => (first === null ? occurredOn : earliest(first, occurredOn)),
      null,
    ),
    window: (period, { kinds, currency }) => {
      flows ??= flowsOf(rows);
      return sumOf(
        flows.filter(
          (flow) =>
            (kinds === undefined || kinds.includes(flow.kind)) &&
            (currency === undefined || currency === flow.currency),
        ),
        period,
      );
    },
  };
};

/** An account without revenue. */
export const noRevenue: RevenueKnown = revenueKnown([]);

const flowsOf = (rows: readonly RevenueRow[]): Flow[] => {
  const groups = new Map<string, RevenueRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.kind, row.currency]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].map(flowOf);
};

const flowOf = (rows: readonly RevenueRow[]): Flow => {
  const inOrder = [...rows].sort((a, b) =>
    a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0,
  );
  let [sum, lines] = [0n, 0];
  const totals = inOrder.map((row) => {
    sum += inLastPlaces(row.amount);
    lines += row.lines ?? 1;
    return { sum, lines };
  });
  const { kind, currency } = inOrder[0]!;
  return { kind, currency, days: inOrder.map(({ occurredOn }) => occurredOn), totals };
};

const nothing = { sum: 0n, lines: 0 };

const sumOf = (flows: readonly Flow[], { from, until }: { from: Day; until: Day }): WindowSum => {
  const currencies = new Set<string>();
  let [sum, lines] = [0n, 0];
  for (const flow of flows) {
    const before = totalBefore(flow, from);
    const after = totalBefore(flow, until);
    if (after.lines === before.lines) continue;
    sum += after.sum - before.sum;
    lines += after.lines - before.lines;
    currencies.add(flow.currency);
  }
  return { sum: fromLastPlaces(sum), lines, currencies: [...currencies].sort() };
};

/** The running total of the rows before a day. */
const totalBefore = ({ days, totals }: Flow, on: Day) => {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (days[middle]! < on) low = middle + 1;
    else high = middle;
  }
  return totals[low - 1] ?? nothing;
};
