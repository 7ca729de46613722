import type { CodeOf, LintCode } from './lint-codes';

/** What is wrong with a policy document, and where: `pointer` is a JSON Pointer into it. */
export interface Finding {
  /** Stable and for machines. */
  readonly code: LintCode;
  /** A document with an error cannot be submitted. */
  readonly severity: 'error' | 'warning';
  readonly pointer: string;
  /** A sentence that says what to do. */
  readonly detail: string;
}

export const error = (code: CodeOf<'error'>, pointer: string, detail: string): Finding => ({
  code,
  severity: 'error',
  pointer,
  detail,
});

export const warning = (code: CodeOf<'warning'>, pointer: string, detail: string): Finding => ({
  code,
  severity: 'warning',
  pointer,
  detail,
});

/** A finding on a name that the document does not define. */
export const unknown = (what: 'TIER' | 'MEASURE', pointer: string, name: string): Finding =>
  error(
    `UNKNOWN_${what}`,
    pointer,
    `The document defines no ${what.toLowerCase()} ${name}; define it, or name one that it does.`,
  );

/** The first few of many names, and how many are left out. */
export const few = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;

/** The places of what repeats an earlier one; what has no key repeats none. */
export const repeated = <T>(all: readonly T[], keyOf: (one: T) => string | undefined): number[] => {
  const known = new Set<string>();
  return all.flatMap((one, index) => {
    const key = keyOf(one);
    if (key === undefined) return [];
    if (known.has(key)) return [index];
    known.add(key);
    return [];
  });
};
