import { pointerTo } from '#libs/kernel';
import type { Measure, TierCode } from '../../vocabulary';
import { isCovered, isEmpty, isImpossible, keyOf, narrowed, type Span, type Spans } from './lint-condition';
import type { CodeOf } from './lint-codes';
import { unreachableFindings } from './lint-edges';
import { error, type Finding, unknown, warning } from './lint-finding';
import type { TablePolicy } from '../policy-document';

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
    const find = (code: CodeOf<'error'>, detail: string) =>
      findings.push(error(code, pointerTo('rows', row, 'when', index), detail));
    if (isEmpty(condition)) find('CONDITION_EMPTY', asksNothing);
    const span = narrowed(spans.get(condition.measure), condition);
    spans.set(condition.measure, span);
    if (!possible || !isImpossible(span)) return;
    possible = false;
    find(
      'CONDITION_CONTRADICTS',
      `No value of ${condition.measure} fits all that the row asks of it; change one bound.`,
    );
  });
  return { spans: possible ? spans : null, findings };
};

const asksNothing =
  'The condition asks nothing; say one of `atLeast`, `over`, `atMost`, `below`, `is`, `in`, or take it out.';

/** How often rows are compared in a table; behind that only equal rows are found, so that no table takes long. */
const mostLooks = 100_000;

/** The rows that a row above them leaves nothing, each with that row. */
const shadows = (rows: readonly (Spans | null)[]): ReadonlyMap<number, number> => {
  const shadowed = new Map<number, number>();
  const above = new Map<string, { readonly spans: Spans; readonly index: number }>();
  let looks = 0;
  const covering = (spans: Spans): number | undefined => {
    for (const one of above.values()) {
      if (looks >= mostLooks) return undefined;
      if (isCovered(spans, one.spans, () => (looks += 1))) return one.index;
    }
    return undefined;
  };
  rows.forEach((spans, index) => {
    if (spans === null) return;
    const key = keyOf(spans);
    const by = above.get('')?.index ?? above.get(key)?.index ?? covering(spans);
    if (by === undefined) above.set(key, { spans, index });
    else shadowed.set(index, by);
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
