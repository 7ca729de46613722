/** Where a fault test may have the process killed: between two steps that a crash must not tear apart. */
export type Failpoint =
  | 'before-append'
  | 'after-append-before-answer'
  | 'in-the-middle-of-an-import'
  | 'in-the-middle-of-an-evaluation'
  | 'in-the-middle-of-a-reaction'
  | 'in-the-middle-of-a-handover'
  | 'in-the-middle-of-an-announcement'
  | 'after-rows-before-checkpoint';

/** `TIERLEDGER_FAILPOINT=<name>` or `<name>:<n>` for the n-th time it is passed; without it nothing ever happens here. */
const [armed, at = '1'] = process.env.TIERLEDGER_FAILPOINT?.split(':') ?? [];
let passed = 0;

/** Ends the process as a power cut would, if this is the point a fault test has named. */
export const failpoint = (name: Failpoint): void => {
  if (armed !== name) return;
  passed += 1;
  if (passed === Number(at)) process.kill(process.pid, 'SIGKILL');
};
