import { lintBoundaries } from './lint-boundaries';
import { lintMeasures } from './lint-measures';
import { lintTiers } from './lint-tiers';
import type { PolicyDocument } from './policy-document';

/** What is wrong with a policy document, and where: `pointer` is a JSON Pointer into it. */
export interface Finding {
  /** Stable and for machines. */
  readonly code: string;
  /** A document with an error cannot be submitted. */
  readonly severity: 'error' | 'warning';
  readonly pointer: string;
  /** A sentence that says what to do. */
  readonly detail: string;
}

/** Everything that can be said of a document without any account: the same document gives the same findings. */
export const lint = (document: PolicyDocument): Finding[] => [
  ...lintTiers(document),
  ...lintBoundaries(document),
  ...lintMeasures(document),
];

export const errorsOf = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ severity }) => severity === 'error');
