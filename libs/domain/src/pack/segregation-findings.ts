import type { About } from './exceptional-moves';
import type { ConflictKnown } from './pack-inputs';
import type { Scene } from './scene';

/** What the segregation of duties holds against the yeses of the quarter, by what was known then and at the pin. */
export const segregationFindings = ({ inputs }: Scene): About[] =>
  inputs.conflicts.map((conflict) => ({
    externalId: conflict.externalId,
    day: conflict.decidedOn,
    overrideId: conflict.overrideId,
    inWords: wordsOf(conflict),
  }));

const wordsOf = ({ rule, detail, approver, onBehalfOf, role, ...known }: ConflictKnown): string => {
  const whom = onBehalfOf === null ? '' : ` for ${onBehalfOf}`;
  return `${rule}, ${knownWhen(known)}: ${approver} decided as ${role}${whom}. ${detail}`;
};

const knownWhen = ({
  asKnownThen,
  asKnownNow,
}: Pick<ConflictKnown, 'asKnownThen' | 'asKnownNow'>): string => {
  if (!asKnownThen) return 'as known at the pin, and not yet when it was decided';
  return asKnownNow
    ? 'as known when it was decided, and at the pin'
    : 'as known when it was decided, and at the pin no more';
};
