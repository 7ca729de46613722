import {
  type AccountLife,
  afterTheEnd,
  endingOf,
  type EndedOverride,
  type ExternalId,
  Hindsight,
  type HindsightRow,
  type Quarters,
  standingOverrides,
} from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import type { Day, FiscalCalendar, Period } from '#libs/kernel';
import type { OfTimelines, ReportedAccounts } from '#libs/views';
import { calendarAt, inParts, overridesOnRecord, type TimelineOnRecord } from './overrides-on-record';
import { arrsOf } from './arr-over-windows';
import { type HindsightBy, keysBy, rowsBy } from './hindsight-ways';

export interface HindsightQuestion extends OfTimelines {
  /** Behind an override's two quarters. */
  readonly asOf: Day;
  readonly by: HindsightBy;
}

export interface HindsightReport {
  readonly rows: readonly HindsightRow[];
  readonly total: Omit<HindsightRow, 'key'>;
}

export interface ReportParts {
  readonly store: EventStore;
  readonly accounts: ReportedAccounts;
}

/** Accounts looked at in one go. */
const accountsARead = 2_000;

/** All that was ever overridden of a scheme. */
interface Overridden {
  readonly ended: readonly EndedOverride[];
  readonly days: ReadonlyMap<string, readonly Period[]>;
}

/** What became of overridden accounts beside comparable ones: by the question and the log up to its position, nothing else. */
export const hindsightReport = async (
  parts: ReportParts,
  { by, ...question }: HindsightQuestion,
): Promise<HindsightReport> => {
  const { rows, total } = await hindsightReports(parts, question, [by]);
  return { rows: rows.get(by) ?? [], total };
};

/** The same in several ways at once: the accounts are read once for all of them. */
export const hindsightReports = async (
  parts: ReportParts,
  question: Omit<HindsightQuestion, 'by'>,
  ways: readonly HindsightBy[],
): Promise<
  { readonly rows: ReadonlyMap<HindsightBy, readonly HindsightRow[]> } & Pick<HindsightReport, 'total'>
> => {
  const overridden = await overriddenOf(parts, question, ways);
  const hindsight = new Hindsight(overridden.ended);
  const mine = [...new Set(overridden.ended.map(({ externalId }) => externalId))];
  for (const ids of inParts(mine, accountsARead))
    for (const life of await livesOf(parts, question, overridden, ids)) hindsight.observe(life);
  if (hindsight.hasObserved)
    for await (const ids of everyone(parts, question))
      for (const life of await livesOf(parts, question, overridden, ids)) hindsight.compare(life);
  const told = hindsight.rows();
  return { rows: new Map(ways.map((by) => [by, rowsBy(by, told)])), total: hindsight.total() };
};

const overriddenOf = async (
  { store, accounts }: ReportParts,
  question: Omit<HindsightQuestion, 'by'>,
  ways: readonly HindsightBy[],
): Promise<Overridden> => {
  const calendar = await calendarAt(store, question.at);
  const ended: EndedOverride[] = [];
  const days = new Map<string, readonly Period[]>();
  const externalIds = await accounts.everAskedFor(question);
  for await (const timeline of overridesOnRecord(store, question, externalIds)) {
    days.set(timeline.externalId, standingOverrides(timeline.lives.values(), question.asOf));
    ended.push(...endedOf(timeline, question.asOf, { calendar, ways }));
  }
  return { ended, days };
};

const endedOf = (
  { externalId, overrides }: TimelineOnRecord,
  asOf: Day,
  { calendar, ways }: { readonly calendar: FiscalCalendar; readonly ways: readonly HindsightBy[] },
): EndedOverride[] =>
  overrides.flatMap((one) => {
    const { life } = one;
    const end = life.status === 'approved' ? endingOf(life, asOf).on : null;
    if (end === null || end <= life.from) return [];
    const window = afterTheEnd(end, calendar);
    return window.until <= asOf ? [{ externalId, from: life.from, window, keys: keysBy(ways, one) }] : [];
  });

async function* everyone({ accounts }: ReportParts, question: OfTimelines): AsyncIterable<ExternalId[]> {
  for (let after: ExternalId | undefined; ;) {
    const ids = await accounts.externalIds(question, { limit: accountsARead, after });
    after = ids.at(-1);
    if (after === undefined) return;
    yield ids;
  }
}

const livesOf = async (
  { accounts }: ReportParts,
  question: OfTimelines,
  { ended, days }: Overridden,
  externalIds: readonly ExternalId[],
): Promise<AccountLife[]> => {
  const windows = [...new Map(ended.map(({ window }) => [window.from, window])).values()];
  const [computed, arrs] = await Promise.all([
    accounts.computed(externalIds, question),
    arrsOf(accounts, externalIds, windows, question.at),
  ]);
  return externalIds.map((externalId) => {
    const [tiers, over] = [computed.get(externalId) ?? [], arrs(externalId)];
    // Whoever became part of another by then is accounted for there.
    const isThere = ({ until }: Quarters) => (tiers.at(-1)?.until ?? until) >= until;
    return {
      externalId,
      computed: tiers,
      overridden: days.get(externalId) ?? [],
      over: (window) => (isThere(window) ? over(window) : null),
    };
  });
};
