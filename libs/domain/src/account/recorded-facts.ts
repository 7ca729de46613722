import { type Day, isDecimal, plainDecimal } from '#libs/kernel';
import type { FactId, Measure, ServiceLine } from '../vocabulary';
import type { Assurance } from '../placement/knowledge';
import type { InputFact, RevenueFact } from './account.events';
import { assuranceOf, type Provenance } from './provenance';

/** What an input fact says: the measure stands at the value from the day on. */
export interface InputContent {
  readonly kind: 'input';
  readonly measure: Measure;
  /** What stands behind it; it is told with the fact once, and is no part of what two facts are compared by. */
  readonly assurance?: Assurance;
  readonly value: string;
  readonly day: Day;
  readonly serviceLine?: ServiceLine;
}

/** What a revenue fact says: the amount flowed on the day. */
export interface RevenueContent {
  readonly kind: 'revenue';
  readonly value: string;
  readonly day: Day;
  readonly currency: string;
  readonly revenueKind: string;
  readonly serviceLine?: ServiceLine;
}

export type FactContent = InputContent | RevenueContent;

/** A fact of an account: what was said first under its id, and what it says now. */
export interface RecordedFact {
  readonly first: FactContent;
  readonly now: FactContent;
  /** It counts on no day, until a correction brings it back. */
  readonly retracted: boolean;
}

/** Input and revenue facts of an account share one namespace of ids. */
export type RecordedFacts = ReadonlyMap<FactId, RecordedFact>;

/** What of a list of facts is new, what was told before, and what contradicts an id that is taken. */
export interface Sifted<Fact> {
  readonly fresh: readonly Fact[];
  readonly duplicates: readonly Fact[];
  readonly conflicts: readonly Fact[];
}

export const contentOf = (fact: InputFact | RevenueFact): FactContent =>
  'measure' in fact
    ? {
        kind: 'input',
        measure: fact.measure,
        value: fact.value,
        day: fact.validFrom,
        ...lineOf(fact),
        ...assuredBy(fact),
      }
    : {
        kind: 'revenue',
        value: fact.amount,
        day: fact.occurredOn,
        currency: fact.currency,
        revenueKind: fact.kind,
        ...lineOf(fact),
      };

const lineOf = ({ serviceLine }: InputFact | RevenueFact) =>
  serviceLine === undefined ? {} : { serviceLine };

const assuredBy = ({ provenance }: { readonly provenance?: Provenance }) => {
  const assurance = assuranceOf(provenance);
  return assurance ? { assurance } : {};
};

/** Whether two values are the same text or the same number (`100` and `100.00`). */
export const sameValue = (a: string, b: string): boolean =>
  a === b || (isDecimal(a) && isDecimal(b) && plainDecimal(a) === plainDecimal(b));

const sameContent = (a: FactContent, b: FactContent): boolean => {
  if (a.day !== b.day || a.serviceLine !== b.serviceLine || !sameValue(a.value, b.value)) return false;
  if (a.kind === 'input') return b.kind === 'input' && a.measure === b.measure;
  return b.kind === 'revenue' && a.currency === b.currency && a.revenueKind === b.revenueKind;
};

/**
 * Sifts facts against those recorded and against each other. A fact is a duplicate when it says what was first
 * recorded under its id or what that id says now, so a file loaded again after a correction adds nothing.
 */
export const sift = <Fact extends InputFact | RevenueFact>(
  { facts: recorded }: { readonly facts: RecordedFacts },
  facts: readonly Fact[],
): Sifted<Fact> => {
  const sifted = { fresh: [] as Fact[], duplicates: [] as Fact[], conflicts: [] as Fact[] };
  const taken = new Map<FactId, FactContent>();
  for (const fact of facts) {
    const content = contentOf(fact);
    const before = recorded.get(fact.factId);
    const said = before
      ? [before.first, before.now]
      : [taken.get(fact.factId)].filter((one) => one !== undefined);
    if (said.length === 0) {
      taken.set(fact.factId, content);
      sifted.fresh.push(fact);
    } else if (said.some((one) => sameContent(one, content))) sifted.duplicates.push(fact);
    else sifted.conflicts.push(fact);
  }
  return sifted;
};
