import { type Refusal, refuse } from '#libs/kernel';
import type { SodFinding } from '../override/sod-finding';

/** The no to one breach of the segregation of duties. */
export const sodViolation = (finding: SodFinding): Refusal => violation(finding, [finding]);

/** The no that findings add up to, in the words of the first; none without any. */
export const refusalOf = (findings: readonly SodFinding[]): Refusal | undefined => {
  const [first] = findings;
  return first && violation(first, findings);
};

const violation = ({ rule, detail }: SodFinding, findings: readonly SodFinding[]): Refusal =>
  refuse('not-entitled', 'SOD_VIOLATION', detail, { rule, findings });
