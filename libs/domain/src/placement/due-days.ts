import { type Day, earliest } from '#libs/kernel';
import type { PolicyDocument } from '../policy/policy-document';
import type { Measure } from '../vocabulary';
import type { AccountKnowledge, AssessmentDay, PolicyInForce, SchemeKnowledge } from './knowledge';
import type { Assessment } from './placement.events';

type Kind = Assessment['kind'];

/** A day on which an account is assessed, under the policy in force on it. */
export interface DueDay {
  readonly day: Day;
  readonly kind: Kind;
  readonly policy: PolicyInForce;
}

/** The first day on which an account has an answer: as declared, or of its earliest fact; null when there is neither. */
export const openedOn = ({ onboardedOn, inputs, revenue }: AccountKnowledge): Day | null => {
  if (onboardedOn !== null) return onboardedOn;
  let first = revenue.earliest;
  for (const { validFrom } of inputs) first = first === null ? validFrom : earliest(first, validFrom);
  return first;
};

/** The policy version in force on a day; undefined when none is. */
export const policyOn = ({ policies }: SchemeKnowledge, on: Day): PolicyInForce | undefined =>
  policies.find(({ from, until }) => from <= on && (until === null || on < until));

/**
 * The days on which an account is assessed, in order: the scheme's days behind the one on which it came in, and
 * the day of every fact that the policy in force on it assesses on. A day without a policy is none, nor is one on
 * which the account is part of another.
 */
export const dueDays = (account: AccountKnowledge, plan: SchemeKnowledge, opened: Day): DueDay[] => {
  const factDays = factDaysOf(account, plan, opened);
  const due: DueDay[] = [];
  for (const { day, policy, entries } of schemeDaysOf(plan)) {
    if (hasEnded(account, day)) break;
    if (day < opened || (day === opened && !factDays.has(day))) continue;
    const kind = kindFor(account, entries);
    if (kind === undefined) continue;
    factDays.delete(day);
    due.push({ day, kind, policy });
  }
  if (factDays.size === 0) return due;
  for (const [day, policy] of factDays) due.push({ day, kind: 'unscheduled', policy });
  return due.sort((a, b) => (a.day < b.day ? -1 : 1));
};

/** The scheme's days, each once and with its policy, in order. */
interface SchemeDay {
  readonly day: Day;
  readonly policy: PolicyInForce;
  readonly entries: readonly AssessmentDay[];
}

const schemeDays = new WeakMap<SchemeKnowledge, readonly SchemeDay[]>();

/** Sorted once for a plan, since a plan is asked about for every account of the scheme. */
const schemeDaysOf = (plan: SchemeKnowledge): readonly SchemeDay[] => {
  const known = schemeDays.get(plan);
  if (known) return known;
  const entries = new Map<Day, AssessmentDay[]>();
  for (const entry of plan.days) entries.set(entry.day, [...(entries.get(entry.day) ?? []), entry]);
  const days = [...entries.keys()].sort().flatMap((day) => {
    const policy = policyOn(plan, day);
    return policy ? [{ day, policy, entries: entries.get(day)! }] : [];
  });
  schemeDays.set(plan, days);
  return days;
};

/** How an account is assessed on a day of the scheme; a scheduled assessment outdoes an unscheduled one. */
const kindFor = ({ externalId }: AccountKnowledge, entries: readonly AssessmentDay[]): Kind | undefined => {
  let kind: Kind | undefined;
  for (const entry of entries) {
    if (entry.externalIds !== null && !entry.externalIds.has(externalId)) continue;
    if (entry.kind === 'scheduled') return 'scheduled';
    kind = 'unscheduled';
  }
  return kind;
};

/** Whether the account is part of another by a day. */
export const hasEnded = ({ ended }: AccountKnowledge, by: Day): boolean =>
  ended !== undefined && ended.on <= by;

const factDaysOf = (
  account: AccountKnowledge,
  plan: SchemeKnowledge,
  opened: Day,
): Map<Day, PolicyInForce> => {
  const days = new Map<Day, PolicyInForce>();
  if (!plan.policies.some(({ document }) => document.assessOn.length > 0)) return days;
  for (const { validFrom, measure } of account.inputs) {
    if (validFrom < opened || days.has(validFrom) || hasEnded(account, validFrom)) continue;
    const policy = policyOn(plan, validFrom);
    if (policy && assessesOn(policy.document).has(measure)) days.set(validFrom, policy);
  }
  return days;
};

const factMeasures = new WeakMap<PolicyDocument, ReadonlySet<Measure>>();

/** The measures of facts that a document assesses on: those it names, and those that a measure it names reads. */
export const assessesOn = (document: PolicyDocument): ReadonlySet<Measure> => {
  const known = factMeasures.get(document);
  if (known) return known;
  const measures = new Set(document.assessOn);
  for (const named of document.assessOn) {
    const definition = document.measures[named];
    if (definition && 'fact' in definition) measures.add(definition.fact);
  }
  factMeasures.set(document, measures);
  return measures;
};
