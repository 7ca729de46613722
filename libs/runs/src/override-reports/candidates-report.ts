import {
  nextBoundary,
  type PolicyCandidate,
  policyCandidates,
  quartersUpTo,
  type Recurrence,
  type RecurringOverride,
  type Scheme,
  type TierCode,
} from '#libs/domain';
import { type Day, type FiscalCalendar, quarterOf } from '#libs/kernel';
import type { OfTimelines } from '#libs/views';
import { readScheme } from '../evaluation/scheme-plan';
import type { ReportParts } from './hindsight-report';
import { calendarAt, type OverrideOnRecord, overridesOnRecord } from './overrides-on-record';

export interface CandidatesQuestion extends OfTimelines, Recurrence {
  /** The quarter of this day is the last that is looked at. */
  readonly asOf: Day;
  readonly quarters: number;
}

/** The reasons for which overrides keep being approved: by the question and the log up to its position, nothing else. */
export const candidatesReport = async (
  parts: ReportParts,
  question: CandidatesQuestion,
): Promise<PolicyCandidate[]> => {
  const calendar = await calendarAt(parts.store, question.at);
  const scheme = await readScheme(parts.store, question.scheme, question.at);
  const recurring = await approvedIn(parts, question, calendar);
  return policyCandidates(
    recurring.flatMap((one) => recurringOf(one, scheme, calendar)),
    question,
  );
};

/** The overrides that were asked for in some quarters, up to a day, and approved; in the order in which they were asked for. */
export const approvedIn = async (
  { store, accounts }: ReportParts,
  question: OfTimelines & { readonly asOf: Day; readonly quarters: number },
  calendar: FiscalCalendar,
): Promise<OverrideOnRecord[]> => {
  const { from } = quartersUpTo(question.asOf, question.quarters, calendar);
  const found: OverrideOnRecord[] = [];
  const externalIds = await accounts.everAskedFor(question);
  for await (const { overrides } of overridesOnRecord(store, question, externalIds))
    for (const one of overrides) {
      const { requestedOn } = one.asked;
      const isInTime = from <= requestedOn && requestedOn <= question.asOf;
      if (isInTime && one.life.status === 'approved') found.push(one);
    }
  return found.sort((a, b) => (a.asked.position < b.asked.position ? -1 : 1));
};

/** An emergency names an incident: it has no reason that could recur. */
const recurringOf = (
  { life, asked }: OverrideOnRecord,
  scheme: Scheme,
  calendar: FiscalCalendar,
): RecurringOverride[] => {
  const { externalId, seat, reasonCode, requestedOn } = asked;
  if (reasonCode === null) return [];
  const { basis, renewal } = life;
  const fromTier = basis.computed[0]?.tier ?? null;
  const move = { fromTier, toTier: toTier(life, fromTier) };
  const document =
    basis.policyVersion === null ? undefined : scheme.policies[basis.policyVersion - 1]?.document;
  const boundary = document ? nextBoundary(document, basis.inputs, move) : null;
  const { label: quarter } = quarterOf(requestedOn, calendar);
  return [{ externalId, seat, quarter, reasonCode, ...move, renewal, arr: basis.arr, boundary }];
};

/** What is frozen stays where it is; what is excluded has no tier. */
const toTier = (
  { kind, tier }: Pick<OverrideOnRecord['life'], 'kind' | 'tier'>,
  fromTier: TierCode | null,
): TierCode | null => (kind === 'FREEZE' ? fromTier : tier);
