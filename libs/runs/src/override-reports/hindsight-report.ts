import {
  type AccountLife,
  afterTheEnd,
  endingOf,
  type EndedOverride,
  type ExternalId,
  Hindsight,
  type HindsightRow,
  standingOverrides,
} from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import type { Day, FiscalCalendar, Period } from '#libs/kernel';
import { givingWay, type OfTimelines, type ReportedAccounts, Stretch } from '#libs/views';
import { calendarAt, inParts, overridesOnRecord, type TimelineOnRecord } from './overrides-on-record';
import { type HindsightBy, keysBy, rowsBy } from './hindsight-ways';
import { Lives, type Overridden } from './lives';

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
  const lives = new Lives(parts.accounts, question, overridden);
  const mine = [...new Set(overridden.ended.map(({ externalId }) => externalId))];
  await each(lives.of(inParts(mine, accountsARead)), (life) => hindsight.observe(life));
  if (hindsight.hasObserved)
    await each(lives.of(everyone(parts, question)), (life) => hindsight.compare(life));
  const told = await givingWay(hindsight.rows());
  return { rows: new Map(ways.map((by) => [by, rowsBy(by, told)])), total: hindsight.total() };
};

/** Looks at one account after the other, and lets others have their turn in between. */
const each = async (
  batches: AsyncIterable<readonly AccountLife[]>,
  look: (life: AccountLife) => void,
): Promise<void> => {
  const stretch = new Stretch();
  for await (const lives of batches)
    for (const [index, life] of lives.entries()) {
      look(life);
      if (index % 50 === 0) await stretch.pause();
    }
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
  const stretch = new Stretch();
  for await (const timeline of overridesOnRecord(store, question, externalIds)) {
    days.set(timeline.externalId, standingOverrides(timeline.lives.values(), question.asOf));
    ended.push(...endedOf(timeline, question.asOf, { calendar, ways }));
    await stretch.pause();
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
