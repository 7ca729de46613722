/**
 * Why a command is answered with no: it comes out of order (409), goes against policy (422),
 * the caller is not entitled (403), or it speaks of something unknown (404).
 */
export type RefusalKind = 'out-of-order' | 'against-policy' | 'not-entitled' | 'unknown';

/** A no, as a value: the code is stable and for machines, the message says what to do. */
export interface Refusal {
  readonly refused: RefusalKind;
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export const refuse = (
  refused: RefusalKind,
  code: string,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): Refusal => ({ refused, code, message, ...(details && { details }) });

export const isRefusal = (outcome: unknown): outcome is Refusal =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome;

/** A rule reads a command and a state, and refuses or says nothing. */
export type Rule<C, State> = (command: C, state: State) => Refusal | undefined;

/** The first rule that says no decides. */
export const firstRefusal = <C, State>(
  rules: readonly Rule<C, State>[],
  command: C,
  state: State,
): Refusal | undefined => {
  for (const rule of rules) {
    const refusal = rule(command, state);
    if (refusal) return refusal;
  }
  return undefined;
};
