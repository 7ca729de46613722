import { type Day } from '#libs/kernel';
import { OrgChart } from '../org/org-chart';
import type { OrgKnown } from '../org/org-known';
import { overrideRulesOf } from '../override/rules/override-rules';
import { policyOn } from '../placement/due-days';
import type { QuotaEvent } from '../quota/quota.events';
import { quota } from '../quota/quota';
import { ledgerOf, type QuotaLedger } from '../quota/quota-ledger';
import { limitsOf, type QuotaLimits } from '../quota/quota-limits';
import type { Seat } from '../vocabulary';
import type { SeatQuota } from './overrides-section';
import { inOrder, type Scene } from './scene';

/** What each seat has of its quota in the quarter, by what the policy of the closing day allows. */
export const seatQuotasOf = ({ inputs, plan }: Scene): SeatQuota[] => {
  const { closing } = inputs.coordinates;
  const rules = policyOn(plan, closing) && overrideRulesOf(policyOn(plan, closing)!.document).quota;
  const bookOf = booksOf(inputs.org, inputs.books, closing);
  return inputs.quotas
    .flatMap((events) => {
      const [first] = events;
      if (!first) return [];
      const { seat, quarter } = first.data;
      const limits = rules ? limitsOf(rules, bookOf(seat)) : unlimited;
      const { entries } = events.reduce((state, event) => quota.evolve(state, event), quota.initialState());
      return [{ seat, quarter, ...toldOf(ledgerOf(entries.values(), limits, closing), events) }];
    })
    .sort((a, b) => inOrder(a.seat, b.seat));
};

const unlimited: QuotaLimits = { count: null, percentOfBook: null, arrCap: null };

const toldOf = (
  { limit, limits, reserved, consumed, left, entries }: QuotaLedger,
  events: readonly QuotaEvent[],
) => {
  const asked = new Set(events.map(({ data }) => data.overrideId));
  return {
    limit,
    arrCap: limits.arrCap,
    reserved,
    consumed,
    released: asked.size - entries.length,
    left,
    exceeding: entries.filter(({ exceeds }) => exceeds).length,
  };
};

/** How many accounts stand in the book of a seat: its own, and those of all seats under it. */
const booksOf = (known: OrgKnown, books: ReadonlyMap<string, number>, on: Day) => {
  const chart = new OrgChart(known);
  const whole = new Map<string, number>();
  for (const [owner, accounts] of books)
    for (const seat of new Set([owner, ...chart.seatsAbove(owner, on)]))
      whole.set(seat, (whole.get(seat) ?? 0) + accounts);
  return (seat: Seat): number => whole.get(seat) ?? 0;
};
