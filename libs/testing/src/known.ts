import {
  type Account,
  type AccountKnowledge,
  type AssessmentDay,
  BandsPolicy,
  PolicyDocument,
  type Reading,
  ExternalId,
  FactId,
  FactValue,
  type KnownInput,
  Measure,
  noRevenue,
  type PolicyInForce,
  revenueKnown,
  type RevenueRow,
  type SchemeKnowledge,
} from '#libs/domain';
import { type Day, day, decimal } from '#libs/kernel';
import type { z } from 'zod';

/** An input fact as known: `known('acv', '255000', '2025-03-03')`. */
export const known = (
  measure: string,
  value: string,
  validFrom: string,
  factId = `${measure}@${validFrom}`,
): KnownInput => ({
  factId: FactId.parse(factId),
  measure: Measure.parse(measure),
  value: FactValue.parse(value),
  validFrom: day(validFrom),
});

/** What is known of an account, with nothing but what the story needs. */
export const accountKnown = (
  inputs: readonly KnownInput[],
  { onboardedOn = null, revenue = [] }: { onboardedOn?: string | null; revenue?: readonly RevenueRow[] } = {},
): AccountKnowledge => ({
  externalId: ExternalId.parse('ACME'),
  onboardedOn: onboardedOn === null ? null : day(onboardedOn),
  inputs,
  revenue: revenue.length === 0 ? noRevenue : revenueKnown(revenue),
});

/** What is known of an account by its own stream. */
export const knownOf = ({ profile, facts }: Account): AccountKnowledge => {
  const standing = [...facts]
    .filter(([, { retracted }]) => !retracted)
    .map(([factId, { now }]) => ({ factId, ...now }));
  return {
    externalId: ExternalId.parse('ACME'),
    onboardedOn: profile?.onboardedOn ?? null,
    inputs: standing.flatMap((fact) =>
      fact.kind === 'input' ? [known(fact.measure, fact.value, fact.day, fact.factId)] : [],
    ),
    revenue: revenueKnown(standing.flatMap((fact) => (fact.kind === 'revenue' ? [rowOf(fact)] : []))),
  };
};

const rowOf = (fact: { day: Day; value: string; currency: string; revenueKind: string }): RevenueRow => ({
  occurredOn: fact.day,
  amount: decimal(fact.value),
  currency: fact.currency,
  kind: fact.revenueKind,
});

/** A policy document as it stands after parsing: every omitted field has its default. */
export const bands = (document: Omit<z.input<typeof BandsPolicy>, 'kind'>): BandsPolicy =>
  BandsPolicy.parse({ kind: 'bands', ...document });

/** A policy document of any kind, read as the API reads it. */
export const policy = (document: z.input<typeof PolicyDocument>): PolicyDocument =>
  PolicyDocument.parse(document);

/** What the rules read: `readings({ acv: '10', fit: null })`. */
export const readings = (values: Readonly<Record<string, string | null>>): Reading[] =>
  Object.entries(values).map(([measure, value]) => ({ measure: Measure.parse(measure), value }));

/** A policy version in force from a day on, for ever unless told. */
export const inForce = (
  document: PolicyDocument,
  from = '1990-01-01',
  until: string | null = null,
  version = 1,
): PolicyInForce => ({
  version,
  document,
  from: day(from),
  until: until === null ? null : day(until),
});

/** A scheme with one policy for ever, or several in their time, and its days for all accounts. */
export const planOf = (
  policies: PolicyDocument | readonly PolicyInForce[],
  scheduled: readonly string[] = [],
  unscheduled: readonly string[] = [],
): SchemeKnowledge => ({
  policies: 'kind' in policies ? [inForce(policies)] : policies,
  days: [...scheduled.map(assessmentDay('scheduled')), ...unscheduled.map(assessmentDay('unscheduled'))],
  cohorts: [],
});

const assessmentDay =
  (kind: AssessmentDay['kind']) =>
  (on: string): AssessmentDay => ({ day: day(on), kind, externalIds: null });
