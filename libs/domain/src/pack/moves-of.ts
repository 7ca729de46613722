import { type Pausing, pausingMap } from '#libs/kernel';
import type { CorrectedMove, MovesSection, PackMove } from './moves-section';
import { overrideOf, wordsOf } from './move-words';
import type { Scene } from './scene';
import type { Change } from './segments';

type Direction = CorrectedMove['kind'];

/** Sections 3 and 4: the quarter's changes of one direction, in the order of day and account. */
export function* movesOf(kind: Direction, scene: Scene): Pausing<MovesSection> {
  const changes = scene.changes.filter((change) => change.kind === kind && !correctsAnError(change));
  const moves = yield* pausingMap(changes, (change) => moveOf(change, scene));
  return { moves, accounts: new Set(moves.map(({ externalId }) => externalId)).size };
}

/** Changes of the quarter that are there since an error was corrected: they belong to section 5. */
export function* correctedMovesOf(scene: Scene): Pausing<CorrectedMove[]> {
  const changes = scene.changes.filter(isMove).filter(correctsAnError);
  return yield* pausingMap(changes, (change) => ({ ...moveOf(change, scene), kind: change.kind }));
}

const isMove = (change: Change): change is Change & { readonly kind: Direction } =>
  change.kind === 'promotion' || change.kind === 'demotion';

/** What an override has done is its own, however the tier beneath it came about. */
const correctsAnError = (change: Change): boolean =>
  change.retroKind === 'ERROR_CORRECTION' && overrideOf(change) === null;

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
