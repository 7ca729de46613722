import type { TierCode } from '../../vocabulary';
import { phrase } from '../judge/condition';
import { edge, inputChanges } from './diff-inputs';
import { matrixChanges } from './diff-matrix';
import { paired } from './diff-words';
import type {
  BandsPolicy,
  PercentilePolicy,
  PolicyDocument,
  PolicyKind,
  ScorePolicy,
  TablePolicy,
} from '../policy-document';

type NameOf = (tier: TierCode) => string;
type Of<Kind extends PolicyKind> = Extract<PolicyDocument, { kind: Kind }>;

/** How the rules of two documents of one kind differ, kind by kind. */
const changesOf: { [Kind in PolicyKind]: (before: Of<Kind>, after: Of<Kind>, nameOf: NameOf) => string[] } = {
  bands: (before, after, nameOf) => bandChanges(before, after, nameOf),
  score: (before, after, nameOf) => [
    ...inputChanges(before.inputs, after.inputs, 'the score'),
    ...thresholdChanges(before, after, nameOf),
  ],
  percentile: (before, after, nameOf) => [
    ...inputChanges(before.inputs, after.inputs, 'the score'),
    ...cutChanges(before, after, nameOf),
  ],
  matrix: (before, after, nameOf) => matrixChanges(before, after, nameOf),
  table: (before, after, nameOf) => rowChanges(before, after, nameOf),
};

/** What the rules say otherwise; of another kind they are others altogether, and the sentence on the kind says so. */
export const ruleChanges = (before: PolicyDocument, after: PolicyDocument, nameOf: NameOf): string[] =>
  before.kind === after.kind
    ? // The table gives each kind of document the changes of its kind.
      (changesOf[after.kind] as (before: PolicyDocument, after: PolicyDocument, nameOf: NameOf) => string[])(
        before,
        after,
        nameOf,
      )
    : [];

const bandChanges = (before: BandsPolicy, after: BandsPolicy, nameOf: NameOf): string[] => [
  ...paired(before.boundaries, after.boundaries, ({ tier, measure }) =>
    JSON.stringify([tier, measure]),
  ).flatMap(({ was, is }) => {
    if (!was) return [`${nameOf(is!.tier)} begins at ${edge(is!)} of ${is!.measure}, which is new.`];
    if (!is)
      return [`${nameOf(was.tier)} begins nowhere on ${was.measure} any more; it began at ${edge(was)}.`];
    return edge(was) === edge(is)
      ? []
      : [`${nameOf(is.tier)} begins at ${edge(is)} of ${is.measure} instead of ${edge(was)}.`];
  }),
  ...(before.combine === after.combine
    ? []
    : [
        `Of the tiers that several measures give, the ${after.combine} is taken instead of the ${before.combine}.`,
      ]),
];

const thresholdChanges = (before: ScorePolicy, after: ScorePolicy, nameOf: NameOf): string[] =>
  paired(before.thresholds, after.thresholds, ({ tier }) => tier).flatMap(({ was, is }) => {
    if (!was) return [`${nameOf(is!.tier)} begins at a score of ${edge(is!)}, which is new.`];
    if (!is) return [`${nameOf(was.tier)} begins at no score any more; it began at ${edge(was)}.`];
    return edge(was) === edge(is)
      ? []
      : [`${nameOf(is.tier)} begins at a score of ${edge(is)} instead of ${edge(was)}.`];
  });

const cutChanges = (before: PercentilePolicy, after: PercentilePolicy, nameOf: NameOf): string[] =>
  paired(before.cuts, after.cuts, ({ tier }) => tier).flatMap(({ was, is }) => {
    if (!was) return [`${nameOf(is!.tier)} takes the top ${is!.topPct} %, which is new.`];
    if (!is) return [`${nameOf(was.tier)} is cut no more; it took the top ${was.topPct} %.`];
    return was.topPct === is.topPct
      ? []
      : [`${nameOf(is.tier)} takes the top ${is.topPct} % instead of the top ${was.topPct} %.`];
  });

const rowChanges = (before: TablePolicy, after: TablePolicy, nameOf: NameOf): string[] => {
  const [was, is] = [wordsOf(before, nameOf), wordsOf(after, nameOf)];
  const stays = inBoth(was, is);
  const isMoved = was.filter((row) => is.includes(row)).length > stays.length;
  return [
    ...is.flatMap((row, index) => (was.includes(row) ? [] : [`Row ${index + 1} is new: ${row}.`])),
    ...was.flatMap((row, index) => (is.includes(row) ? [] : [`Row ${index + 1} is gone: ${row}.`])),
    ...(isMoved ? ['The rows stand in another order, and the first that holds counts.'] : []),
  ];
};

const wordsOf = ({ rows }: TablePolicy, nameOf: NameOf): string[] =>
  rows.map(
    ({ when, tier }) =>
      `${when.length === 0 ? 'always' : when.map(phrase).join(' and ')} gives ${nameOf(tier)}`,
  );

/** As much of both lists as stands in one order, taken from the front. */
const inBoth = (was: readonly string[], is: readonly string[]): string[] => {
  let from = 0;
  return was.filter((row) => {
    const at = is.indexOf(row, from);
    if (at >= 0) from = at + 1;
    return at >= 0;
  });
};
