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
export const retroDecisionsIn = (scene: Scene): About[] => [
  ...scene.changes
    .filter(({ retroKind }) => retroKind === 'RETRO_DECISION')
    .map((change) => aboutMove(change, 'decided about the past')),
  ...restatedIn(scene),
  ...scene.overrides
    .filter(({ life, requestedOn }) => life.retro && isInQuarter(requestedOn, scene))
    .map(({ externalId, life, requestedOn: day }) => ({
      externalId,
      day,
      overrideId: life.overrideId,
      inWords: `An override was asked for from ${life.from} on, which was past: ${scene.kindOf(life.overrideId)}.`,
    })),
];

/** Days before the quarter about which something was decided since it opened; told again, it is not decided again. */
const restatedIn = ({
  inputs: { believedThen, believedNow, coordinates, openingPosition },
}: Scene): About[] => {
  const then = byAccount(believedThen);
  const wasDecided = ({ externalId, from, effective, overrideId }: PackSegment): boolean => {
    const was = segmentOn(then.get(externalId) ?? [], from);
    return was !== undefined && isRetro(was) && was.effective === effective && was.overrideId === overrideId;
  };
  return believedNow
    .filter((row) => isRetro(row) && row.from < coordinates.opening && !wasDecided(row))
    .filter(({ position }) => BigInt(position) > BigInt(openingPosition))
    .map(({ externalId, from: day, decisionId, overrideId, effective }) => ({
      externalId,
      day,
      decisionId,
      overrideId,
      inWords: `Decided about the past: ${effective ?? 'no tier'} from ${day} on.`,
    }));
};

const isRetro = ({ retroKind, decidedBack }: PackSegment): boolean =>
  decidedBack || retroKind === 'RETRO_DECISION';

const isInQuarter = (day: string, { inputs: { coordinates } }: Scene): boolean =>
  coordinates.opening <= day && day < coordinates.closing;
