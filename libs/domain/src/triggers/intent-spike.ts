import { addDays, type Day, daysBetween, inLastPlaces, isDecimal } from '#libs/kernel';
import type { KnownInput } from '../placement/knowledge';
import { assessesFor, type Detector, isWatched, type Trigger } from './trigger';
import type { TriggerSettings } from './trigger-settings';

type Rule = TriggerSettings['intent'];

/** Intent by day, added up from the first day on, so that any stretch of days is one subtraction. */
interface Flow {
  readonly first: Day;
  readonly sums: readonly bigint[];
  readonly squares: readonly bigint[];
}

/** The fact of a day itself; a day without one is a day without signals. */
const flowOf = (facts: readonly KnownInput[]): Flow | undefined => {
  const days = new Map<number, bigint>();
  const first = facts[0]?.validFrom;
  if (first === undefined) return undefined;
  for (const { validFrom, value } of facts)
    if (isDecimal(value)) days.set(daysBetween(first, validFrom), inLastPlaces(value));
  const [sums, squares] = [[0n], [0n]];
  const length = daysBetween(first, facts.at(-1)!.validFrom) + 1;
  for (let day = 0; day < length; day += 1) {
    const value = days.get(day) ?? 0n;
    sums.push(sums[day]! + value);
    squares.push(squares[day]! + value * value);
  }
  return { first, sums, squares };
};

/** The sum over the days `[from, until)`, counted from the first; behind the last fact there is nothing to add. */
const stretch = (totals: readonly bigint[], from: number, until: number): bigint => {
  const at = (day: number) => totals[Math.min(Math.max(day, 0), totals.length - 1)]!;
  return at(until) - at(from);
};

const one = 10n ** 10n;

/**
 * Whether each of the last periods, the latest ending with the day, is over the mean by so many standard deviations
 * and so many times the mean. Both are of the days before the first of the periods, so that a rise does not hide
 * itself. Exact: both sides of `w/d > s/n + k * sqrt(q/n - (s/n)^2)` are multiplied out and squared.
 */
const isSpike = ({ first, sums, squares }: Flow, day: Day, rule: Rule): boolean => {
  const [end, n, d] = [daysBetween(first, day) + 1, BigInt(rule.baselineDays), BigInt(rule.days)];
  const begin = end - rule.days * rule.periods;
  if (begin - rule.baselineDays < 0) return false;
  const s = stretch(sums, begin - rule.baselineDays, begin);
  const q = stretch(squares, begin - rule.baselineDays, begin);
  const sigmas = inLastPlaces(rule.sigmas);
  const spread = sigmas * sigmas * d * d * (n * q - s * s);
  const least = inLastPlaces(rule.timesMean) * d * s;
  for (let period = 0; period < rule.periods; period += 1) {
    const until = end - rule.days * period;
    const w = stretch(sums, until - rule.days, until);
    const over = n * w - d * s;
    if (over <= 0n || over * over * one * one <= spread || n * w * one <= least) return false;
  }
  return true;
};

/** The day on which intent has been over its threshold for long enough, and was not the day before. */
export const intentSpike: Detector = (watched) => {
  const rule = watched.settings.intent;
  const facts = watched.points.get(rule.measure) ?? [];
  const flow = flowOf(facts);
  if (!flow) return [];
  // Of the days behind the last fact nothing is known yet.
  const last = facts.at(-1)!.validFrom;
  const spikes: Trigger[] = [];
  const start = watched.from > flow.first ? watched.from : flow.first;
  let before = isSpike(flow, addDays(start, -1), rule);
  for (let day = start; day < watched.until && day <= last; day = addDays(day, 1)) {
    const now = isSpike(flow, day, rule);
    if (now && !before) spikes.push(spikeOn(day, rule, facts, assessesFor(watched, [rule])));
    before = now;
  }
  return spikes.filter(({ day }) => isWatched(watched, day));
};

const spikeOn = (day: Day, rule: Rule, facts: readonly KnownInput[], assessed: boolean): Trigger => {
  const since = addDays(day, 1 - rule.days * rule.periods);
  const behind = facts.filter(({ validFrom }) => since <= validFrom && validFrom <= day);
  return {
    kind: 'INTENT_SPIKE',
    day,
    detail: `Intent since ${since} is over its usual level: mean and ${rule.sigmas} sigma, and ${rule.timesMean} times the mean.`,
    factIds: behind.map(({ factId }) => factId).slice(-rule.days * rule.periods),
    assesses: assessed && behind.at(-1)?.validFrom === day,
  };
};
