import { type Pausing, pausingFlatMap, pausingMap } from '#libs/kernel';
import type { PackException } from './exceptions-section';
import type { Scene } from './scene';
import type { PackSegment } from './pack-inputs';
import { byAccount, type Change, segmentOn } from './segments';

/** An exception as far as there is anything to say. */
export type About = Partial<PackException> & Pick<PackException, 'inWords'>;

/** Changes of the quarter over two tiers or more. */
export const jumpsIn = ({ changes }: Scene): About[] =>
  changes
    .filter(({ steps }) => steps !== null && steps >= 2)
    .map((change) => aboutMove(change, `${change.steps} tiers at once`));

const aboutMove = ({ externalId, day, fromTier, toTier, by }: Change, what: string): About => ({
  externalId,
  day,
  decisionId: by.decisionId,
  overrideId: by.overrideId,
  inWords: `From ${fromTier ?? 'no tier'} to ${toTier ?? 'no tier'}: ${what}.`,
});

/** Moves of the quarter and days before it that somebody decided backwards, and overrides that reach back. */
export function* retroDecisionsIn(scene: Scene): Pausing<About[]> {
  const moves = scene.changes.filter(({ retroKind }) => retroKind === 'RETRO_DECISION');
  const decided = yield* pausingMap(moves, (change) => aboutMove(change, 'decided about the past'));
  return [...decided, ...(yield* restatedIn(scene)), ...reachingBack(scene)];
}

const reachingBack = (scene: Scene): About[] =>
  scene.overrides
    .filter(({ life, requestedOn }) => life.retro && isInQuarter(requestedOn, scene))
    .map(({ externalId, life, requestedOn: day }) => ({
      externalId,
      day,
      overrideId: life.overrideId,
      inWords: `An override was asked for from ${life.from} on, which was past: ${scene.kindOf(life.overrideId)}.`,
    }));

/** Days before the quarter about which something was decided since it opened; told again, it is not decided again. */
function* restatedIn({
  inputs: { believedThen, believedNow, coordinates, openingPosition },
}: Scene): Pausing<About[]> {
  const then = yield* byAccount(believedThen);
  const opened = BigInt(openingPosition);
  const wasDecided = ({ externalId, from, effective, overrideId }: PackSegment): boolean => {
    const was = segmentOn(then.get(externalId) ?? [], from);
    return was !== undefined && isRetro(was) && was.effective === effective && was.overrideId === overrideId;
  };
  return yield* pausingFlatMap(believedNow, (row) => {
    const { externalId, from: day, decisionId, overrideId, effective } = row;
    const isMeant = isRetro(row) && day < coordinates.opening && BigInt(row.position) > opened;
    if (!isMeant || wasDecided(row)) return [];
    const inWords = `Decided about the past: ${effective ?? 'no tier'} from ${day} on.`;
    return [{ externalId, day, decisionId, overrideId, inWords }];
  });
}

const isRetro = ({ retroKind, decidedBack }: PackSegment): boolean =>
  decidedBack || retroKind === 'RETRO_DECISION';

const isInQuarter = (day: string, { inputs: { coordinates } }: Scene): boolean =>
  coordinates.opening <= day && day < coordinates.closing;
