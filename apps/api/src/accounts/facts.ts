import type {
  FactId,
  FactValue,
  InputFact,
  Measure,
  RevenueFact,
  ServiceLine,
  TenantSettings,
} from '#libs/domain';
import type { Day, Decimal, Instant } from '#libs/kernel';
import { pageOf } from '../http/answers';
import {
  IsCode,
  IsDay,
  IsDayOrInstant,
  IsInstant,
  IsLine,
  IsListOf,
  IsMoney,
  IsOneOf,
  IsPart,
  IsPosition,
} from '../http/fields';
import { IsCursor, IsLimit } from '../http/paging/paging';
import { invalid } from '../http/problem';
import { ProvenanceKept, ProvenanceSaid } from '../inputs/provenance';
import { AccountQuestion } from './account';

const IsServiceLine = () =>
  IsLine(64, {
    optional: true,
    description: 'The service line it belongs to; the account as a whole when absent.',
  });

class InputFactSaid {
  @IsCode() factId!: FactId;
  @IsLine(64) measure!: Measure;
  @IsLine(256, { description: 'A decimal, a day or a word, always as text.' }) value!: FactValue;
  @IsDayOrInstant({ description: 'An instant becomes its day in the governance time zone.' })
  validFrom!: string;
  @IsServiceLine() serviceLine?: ServiceLine;
  @IsLine(256, { optional: true }) source?: string;
  @IsPart(() => ProvenanceSaid, { optional: true }) provenance?: ProvenanceSaid;
}

export class InputFacts {
  @IsListOf(() => InputFactSaid, { least: 1, most: 2000 }) facts!: InputFactSaid[];
}

class RevenueFactSaid {
  @IsCode() factId!: FactId;
  @IsDayOrInstant({ description: 'An instant becomes its day in the governance time zone.' })
  occurredOn!: string;
  @IsMoney({ description: 'Credits and cancellations are negative.' }) amount!: Decimal;
  @IsLine(16, { optional: true, description: "The tenant's currency when absent." }) currency?: string;
  @IsLine(64, { optional: true, description: '`invoice` when absent.' }) kind?: string;
  @IsServiceLine() serviceLine?: ServiceLine;
  @IsLine(256, { optional: true }) source?: string;
}

export class RevenueFacts {
  @IsListOf(() => RevenueFactSaid, { least: 1, most: 2000 }) facts!: RevenueFactSaid[];
}

class KnownBetween {
  @IsPosition() fromPosition!: string;
  @IsPosition({ nullable: true }) untilPosition!: string | null;
}

class Fact {
  @IsCode() externalId!: string;
  @IsCode() factId!: string;
  @IsOneOf(['input', 'revenue']) kind!: 'input' | 'revenue';
  @IsLine(64, { nullable: true }) measure!: string | null;
  @IsLine(256) value!: string;
  @IsDay() day!: Day;
  @IsLine(16, { nullable: true }) currency!: string | null;
  @IsLine(64, { nullable: true }) revenueKind!: string | null;
  @IsLine(64, { nullable: true }) serviceLine!: string | null;
  @IsLine(256, { nullable: true }) source!: string | null;
  @IsPart(() => ProvenanceKept, { nullable: true, description: 'What stands behind an input fact.' })
  provenance!: ProvenanceKept | null;
  @IsInstant({ nullable: true }) originRecordedAt!: Instant | null;
  @IsPart(() => KnownBetween) known!: KnownBetween;
}

export class FactPage extends pageOf(Fact) {}

export class FactsQuestion extends AccountQuestion {
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

type DayOf = (said: string) => Day | undefined;

export const inputFacts = ({ facts }: InputFacts, dayOf: DayOf): InputFact[] => {
  const days = daysOf(facts, 'validFrom', dayOf);
  return facts.map((fact, index) => ({ ...fact, validFrom: days[index]! }));
};

export const revenueFacts = (
  { facts }: RevenueFacts,
  dayOf: DayOf,
  settings: TenantSettings,
): RevenueFact[] => {
  const days = daysOf(facts, 'occurredOn', dayOf);
  return facts.map((fact, index) => ({
    ...fact,
    occurredOn: days[index]!,
    currency: fact.currency ?? settings.currency,
    kind: fact.kind ?? 'invoice',
  }));
};

/** Every field was read as a day or an instant before; what is left to go wrong is an instant outside all days. */
const daysOf = <Name extends string>(
  facts: readonly Record<Name, string>[],
  name: Name,
  dayOf: DayOf,
): Day[] => {
  const days = facts.map((fact) => dayOf(fact[name]));
  const errors = days.flatMap((on, index) =>
    on === undefined
      ? [{ pointer: `/facts/${index}/${name}`, detail: 'A day lies between 1900-01-01 and 2999-12-31.' }]
      : [],
  );
  if (errors.length > 0) throw invalid(errors);
  return days as Day[];
};
