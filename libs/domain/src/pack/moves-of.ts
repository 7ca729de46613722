import { type Pausing, pausingMap } from '#libs/kernel';
import type { MovesSection, PackMove } from './moves-section';
import { overrideOf, wordsOf } from './move-words';
import type { Scene } from './scene';
import type { Change } from './segments';

/** Sections 3 and 4: the quarter's changes of one direction, in the order of day and account. */
export function* movesOf(kind: 'promotion' | 'demotion', scene: Scene): Pausing<MovesSection> {
  const changes = scene.changes.filter((change) => change.kind === kind);
  const moves = yield* pausingMap(changes, (change) => moveOf(change, scene));
  return { moves, accounts: new Set(moves.map(({ externalId }) => externalId)).size };
}

const moveOf = (change: Change, { nameOf, decisionOf, arrOf, kindOf }: Scene): PackMove => {
  const { externalId, day, fromTier, toTier, steps, by, retroKind } = change;
  const overrideId = overrideOf(change);
  return {
    externalId,
    name: nameOf(externalId),
    day,
    // A promotion or demotion is between two tiers.
    fromTier: fromTier ?? '',
    toTier: toTier ?? '',
    steps,
    cause: overrideId === null ? by.cause : 'OVERRIDE',
    inWords: wordsOf(change, decisionOf(by.decisionId), kindOf),
    retroKind,
    decisionId: by.decisionId,
    policyVersion: by.policyVersion,
    overrideId,
    arr: arrOf(externalId),
  };
};
