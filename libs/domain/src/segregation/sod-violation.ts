import { type Refusal, refuse } from '#libs/kernel';
import type { SodFinding } from '../override/sod-finding';

/** The no to one breach of the segregation of duties. */
export const sodViolation = (finding: SodFinding): Refusal => violation([finding], finding, finding.detail);

/** The no that findings against a decision add up to, named after the first; none without any. */
export const refusalOf = (findings: readonly SodFinding[]): Refusal | undefined => {
  const [first] = findings;
  return first && violation(findings, first, `${first.detail} Leave it to somebody else.`);
};

const violation = (findings: readonly SodFinding[], { rule }: SodFinding, message: string): Refusal =>
  refuse('not-entitled', 'SOD_VIOLATION', message, { rule, findings });
