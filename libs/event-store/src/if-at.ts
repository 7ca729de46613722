import type { Revision } from './store';

/** Where a stream may stand for a command to be meant: there, at one of several revisions, or wherever it has begun. */
export type IfAt = Revision | readonly Revision[] | 'begun';

/** The stream does not stand where its caller means it to: nothing was done. */
export class RevisionMismatch extends Error {
  constructor(
    readonly stream: string,
    readonly asked: IfAt,
    readonly actual: Revision,
  ) {
    super(
      asked === 'begun'
        ? `${stream} has not begun: leave the condition out to begin it.`
        : `${stream} stands at ${actual} by now, not at ${[asked].flat().join(' or ')}: read it again and decide again.`,
    );
  }
}

/** @throws RevisionMismatch where a stream stands elsewhere than its caller means it to; never if they do not say */
export const refuseElsewhere = (stream: string, ifAt: IfAt | undefined, actual: Revision): void => {
  if (ifAt !== undefined && !isMeant(ifAt, actual)) throw new RevisionMismatch(stream, ifAt, actual);
};

const isMeant = (ifAt: IfAt, actual: Revision): boolean => {
  if (ifAt === 'begun') return actual !== 'none';
  return typeof ifAt === 'object' ? ifAt.includes(actual) : ifAt === actual;
};
