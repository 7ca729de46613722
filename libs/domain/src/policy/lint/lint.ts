import { lintBoundaries } from './lint-boundaries';
import { lintCases } from './lint-cases';
import type { Finding } from './lint-finding';
import { lintGates } from './lint-gates';
import { lintMatrix } from './lint-matrix';
import { lintMeasures } from './lint-measures';
import { lintNames } from './lint-names';
import { lintServiceLines } from './lint-service-lines';
import { lintOrder } from './lint-order';
import { lintOverrides } from './lint-overrides';
import { lintPercentile, lintScore } from './lint-score';
import { lintStabiliser } from './lint-stabiliser';
import { lintTable } from './lint-table';
import { lintTiers } from './lint-tiers';
import { lintTreatments } from './lint-treatments';
import type { PolicyDocument, PolicyKind } from '../policy-document';

export { lintCodes, type LintCode } from './lint-codes';
export type { Finding } from './lint-finding';

/** What is said of the rules, by their kind. */
const lintRules: { [Kind in PolicyKind]: (document: Extract<PolicyDocument, { kind: Kind }>) => Finding[] } =
  {
    bands: lintBoundaries,
    score: lintScore,
    percentile: lintPercentile,
    matrix: lintMatrix,
    table: lintTable,
  };

/** Everything that can be said of a document without any account: the same document gives the same findings. */
export const lint = (document: PolicyDocument): Finding[] => [
  ...lintTiers(document),
  ...lintNames(document),
  ...lintTreatments(document),
  // The table gives each kind of document the linter of its kind.
  ...(lintRules[document.kind] as (document: PolicyDocument) => Finding[])(document),
  ...lintGates(document),
  ...lintMeasures(document),
  ...lintStabiliser(document),
  ...lintOrder(document),
  ...lintOverrides(document),
  ...lintServiceLines(document),
  ...lintCases(document),
];

export const errorsOf = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ severity }) => severity === 'error');
