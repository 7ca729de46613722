import type { Measure, TierCode } from '../vocabulary';
import { isCovered, isEmpty, isImpossible, narrowed, type Span, type Spans } from './lint-condition';
import { unreachableFindings } from './lint-edges';
import { error, type Finding, pointerTo, unknown, warning } from './lint-finding';
import type { TablePolicy } from './policy-document';

type Row = TablePolicy['rows'][number];

/** Findings on the rows of a table. */
export const lintTable = (policy: TablePolicy): Finding[] => {
  const { rows } = policy;
  const read = rows.map(readRow);
  const reached = new Set<TierCode>();
  const shadowed = shadows(read.map(({ spans }) => spans));
  rows.forEach(({ tier }, index) => {
    if (read[index]!.spans && !shadowed.has(index)) reached.add(tier);
  });
  return [
    ...rows.flatMap((row, index) => unknownNames(policy, row, index)),
    ...read.flatMap(({ findings }) => findings),
    ...[...shadowed].map(([row, by]) =>
      error(
        'UNREACHABLE_ROW',
        pointerTo('rows', row),
        `Row ${by + 1} holds whenever row ${row + 1} does, and stands above it; change their order, or take one out.`,
      ),
    ),
    ...withoutDefault(rows),
    ...unreachableFindings(policy.tiers, unreached(policy, reached), 'give it a row'),
  ];
};

const unknownNames = ({ tiers, measures }: TablePolicy, { when, tier }: Row, row: number): Finding[] => [
  ...when.flatMap(({ measure }, index) =>
    Object.hasOwn(measures, measure)
      ? []
      : [unknown('MEASURE', pointerTo('rows', row, 'when', index, 'measure'), measure)],
  ),
  ...(tiers.some(({ code }) => code === tier) ? [] : [unknown('TIER', pointerTo('rows', row, 'tier'), tier)]),
];

/** What fits a row; nothing does when its conditions contradict each other. */
const readRow = ({ when }: Row, row: number): { spans: Spans | null; findings: Finding[] } => {
  const findings: Finding[] = [];
  const spans = new Map<Measure, Span>();
  let possible = true;
  when.forEach((condition, index) => {
    const pointer = pointerTo('rows', row, 'when', index);
    if (isEmpty(condition)) findings.push(error('CONDITION_EMPTY', pointer, asksNothing));
    const span = narrowed(spans.get(condition.measure), condition);
    spans.set(condition.measure, span);
    if (!possible || !isImpossible(span)) return;
    possible = false;
    const detail = `No value of ${condition.measure} fits all that the row asks of it; change one bound.`;
    findings.push(error('CONDITION_CONTRADICTS', pointer, detail));
  });
  return { spans: possible ? spans : null, findings };
};

const asksNothing =
  'The condition asks nothing; say one of `atLeast`, `over`, `atMost`, `below`, `is`, `in`, or take it out.';

/** The rows that a row above them leaves nothing, each with that row. */
const shadows = (rows: readonly (Spans | null)[]): ReadonlyMap<number, number> => {
  const shadowed = new Map<number, number>();
  const above: { readonly spans: Spans; readonly index: number }[] = [];
  rows.forEach((spans, index) => {
    if (spans === null) return;
    const by = above.find((one) => isCovered(spans, one.spans));
    if (by) shadowed.set(index, by.index);
    else above.push({ spans, index });
  });
  return shadowed;
};

const withoutDefault = (rows: readonly Row[]): Finding[] => {
  if (rows.some(({ when }) => when.length === 0)) return [];
  const detail = 'An account that no row fits has no tier; end with a row without conditions.';
  return [warning('TABLE_WITHOUT_DEFAULT', '/rows', detail)];
};

/** Where tiers have an order, a gate can lead to one as well. */
const unreached = ({ tiers, gates, ordinal }: TablePolicy, reached: ReadonlySet<TierCode>): Set<TierCode> => {
  const without = new Set<TierCode>(tiers.map(({ code }) => code));
  for (const tier of reached) without.delete(tier);
  if (!ordinal) return without;
  for (const { capTier, liftTier } of gates)
    for (const tier of [capTier, liftTier]) if (tier !== undefined) without.delete(tier);
  return without;
};
