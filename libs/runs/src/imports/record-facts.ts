import {
  contentOf,
  FactId,
  type FactContent,
  type InputFact,
  type RecordedFacts,
  type RevenueFact,
} from '#libs/domain';

interface Told {
  readonly fact: InputFact | RevenueFact;
  readonly ofRecord: boolean;
}

/** A measure, or a kind of revenue, of a service line: a record of the source tells one fact of each at most. */
const aspectOf = (content: FactContent): string => {
  const what = content.kind === 'input' ? content.measure : content.revenueKind;
  return content.serviceLine === undefined ? what : `${what}@${content.serviceLine}`;
};

/**
 * Facts under ids of their own, where the file gives the source's record instead: an invoice with a sale and a fee
 * tells two. The first fact of a record keeps the record's id, one of another aspect is `<record>#<aspect>`;
 * so the same rows find the same ids again, in whatever order they come.
 */
export const namedApart = (rows: readonly Told[], recorded: RecordedFacts): (InputFact | RevenueFact)[] => {
  const met = new Map<string, string>();
  return rows.map(({ fact, ofRecord }) => {
    if (!ofRecord) return fact;
    const aspect = aspectOf(contentOf(fact));
    const before = recorded.get(fact.factId);
    const first = before ? aspectOf(before.first) : met.get(fact.factId);
    if (first === undefined) met.set(fact.factId, aspect);
    const own = FactId.safeParse(`${fact.factId}#${aspect}`);
    return first === undefined || first === aspect || !own.success ? fact : { ...fact, factId: own.data };
  });
};
