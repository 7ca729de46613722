import {
  type LeaderConcentration,
  leaderConcentration,
  ledgerOf,
  limitsOf,
  OrgChart,
  overrideRulesOf,
  policyOn,
  quota,
  type QuotaEvent,
  schemeKnowledge,
  type Seat,
  type SeatHoldings,
} from '#libs/domain';
import type { EventStore, Position } from '#libs/event-store';
import { compositeId, type Day, type Decimal, quarterOf } from '#libs/kernel';
import type { OfTimelines, OrgRecords } from '#libs/views';
import { readScheme } from '../evaluation/scheme-plan';
import { approvedIn } from './candidates-report';
import type { ReportParts } from './hindsight-report';
import { calendarAt } from './overrides-on-record';

export interface ConcentrationQuestion extends OfTimelines {
  /** The quarter of this day is the last that is looked at, and the one of the quotas. */
  readonly asOf: Day;
  readonly quarters: number;
  /** A seat with more than this share is flagged. */
  readonly flagOver: Decimal;
}

export interface ConcentrationParts extends ReportParts {
  readonly org: OrgRecords;
}

/** Which seats ask for the overrides that are approved: by the question and the log up to its position, nothing else. */
export const concentrationReport = async (
  parts: ConcentrationParts,
  question: ConcentrationQuestion,
): Promise<LeaderConcentration> => {
  const calendar = await calendarAt(parts.store, question.at);
  const approved = await approvedIn(parts, question, calendar);
  const led = approved.map(({ life, jump, asked: { seat, externalId } }) => ({
    ...{ seat, externalId, direction: jump.direction, arr: life.basis.arr },
  }));
  const seats = [...new Set(led.map(({ seat }) => seat))];
  const quarter = quarterOf(question.asOf, calendar).label;
  return leaderConcentration(led, await holdingsOf(parts, question, seats, quarter), question.flagOver);
};

const holdingsOf = async (
  { store, accounts, org }: ConcentrationParts,
  question: ConcentrationQuestion,
  seats: readonly Seat[],
  quarter: string,
): Promise<ReadonlyMap<Seat, SeatHoldings>> => {
  const { scheme, asOf, at } = question;
  const chart = new OrgChart((await org.org(at)).knownAt(at));
  const books = booksOf(await accounts.owned(at), chart, asOf);
  const quotas = await quotasAt(store, { scheme, quarter, seats }, at);
  const document = policyOn(schemeKnowledge(await readScheme(store, scheme, at)), asOf)?.document;
  const holdings = seats.map((seat): [Seat, SeatHoldings] => {
    const book = books.get(seat) ?? 0;
    const limits = document ? limitsOf(overrideRulesOf(document).quota, book) : unlimited;
    const ledger = ledgerOf(quotas.get(seat)?.entries.values() ?? [], limits, asOf);
    return [seat, { book, quotaUsed: ledger.entries.length, quotaLimit: ledger.limit }];
  });
  return new Map(holdings);
};

/** The accounts that each seat owns, or one under it. */
const booksOf = (
  owned: ReadonlyMap<string, number>,
  chart: OrgChart,
  on: Day,
): ReadonlyMap<string, number> => {
  const books = new Map<string, number>();
  for (const [owner, accounts] of owned)
    for (const seat of new Set([owner, ...chart.seatsAbove(owner, on)]))
      books.set(seat, (books.get(seat) ?? 0) + accounts);
  return books;
};

const unlimited = { count: null, percentOfBook: null, arrCap: null };

interface QuotasAsked {
  readonly scheme: string;
  readonly quarter: string;
  readonly seats: readonly Seat[];
}

const quotasAt = async (store: EventStore, { scheme, quarter, seats }: QuotasAsked, at: Position) => {
  const streamOf = (seat: Seat) => `${quota.category}-${compositeId(scheme, quarter, seat)}`;
  const told = await store.readMany(seats.map(streamOf));
  return new Map(
    seats.map((seat) => {
      const events = (told.get(streamOf(seat)) ?? []).filter(({ position }) => position <= at);
      // The stream holds the quota aggregate's events alone.
      const state = events.reduce(
        (before, { event }) => quota.evolve(before, event as QuotaEvent),
        quota.initialState(),
      );
      return [seat, state] as const;
    }),
  );
};
