/** What the exit code tells a script; `tierledger --help` prints the list. */
export const exitCodes = {
  done: [0, 'Done.'],
  broken: [1, 'Something unexpected broke.'],
  usage: [2, 'The command line or the environment is wrong.'],
  refused: [3, 'The ledger said no, or rows of a file were not taken.'],
  unreachable: [4, 'The database or another part cannot be reached.'],
  nothing: [5, 'There is no answer: unknown account, or not onboarded on that day.'],
  unwell: [6, 'The doctor found something that needs attention.'],
  interrupted: [130, 'Interrupted.'],
} as const;
export type Exit = keyof typeof exitCodes;

/** Ends the command with a sentence for the person at the keyboard. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly exit: Exit,
    message: string,
    /** For machines. */
    readonly code: string = exit.toUpperCase(),
  ) {
    super(message);
  }
}

/** As it stands at the end of the help. */
export const exitCodesHelp = (): string =>
  [
    'Exit codes:',
    ...Object.values(exitCodes).map(([code, says]) => `  ${String(code).padEnd(5)}${says}`),
  ].join('\n');
