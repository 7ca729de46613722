import { addDays, type Day, earliest } from '#libs/kernel';
import type { RestatedMove, Restatement, RestatementsSection } from './moves-section';
import type { PackSegment } from './pack-inputs';
import { inOrder, type Scene } from './scene';
import { byAccount, type Change, changesIn, segmentOn } from './segments';
import { untiered } from './standing-at';

/** Section 5: what is told otherwise at the pin of the days before the quarter than when it opened. */
export const restatementsOf = (scene: Scene): RestatementsSection => {
  const { inputs, nameOf, arrOf } = scene;
  const { opening } = inputs.coordinates;
  const [then, now] = [byAccount(inputs.believedThen), byAccount(inputs.believedNow)];
  const rows: Restatement[] = [];
  const moves: RestatedMove[] = [];
  let cameLate = 0;
  for (const externalId of [...new Set([...then.keys(), ...now.keys()])].sort(inOrder)) {
    const [was, is] = [then.get(externalId) ?? [], now.get(externalId) ?? []];
    if (was.length === 0 && is.every(({ effective }) => effective === null)) {
      cameLate += 1;
      continue;
    }
    rows.push(
      ...differing(was, is, opening).map((row) => ({
        ...{ externalId, name: nameOf(externalId), arr: arrOf(externalId) },
        ...row,
      })),
    );
    moves.push(...movesThatDiffer(was, is, scene));
  }
  return { openingPosition: inputs.openingPosition, rows, moves, cameLate };
};

type Difference = Omit<Restatement, 'externalId' | 'name' | 'arr'>;

/** Stretches of days, as long as can be, of which both knowledges tell one thing each and not the same. */
const differing = (was: readonly PackSegment[], is: readonly PackSegment[], before: Day): Difference[] => {
  const edges = [...was, ...is].flatMap(({ from, until }) => [from, until === null ? before : until]);
  const days = [...new Set([...edges.filter((day) => day < before), before])].sort();
  const found: Difference[] = [];
  days.slice(0, -1).forEach((from, index) => {
    const until = days[index + 1]!;
    const [old, now] = [segmentOn(was, from), segmentOn(is, from)];
    const [wasTier, isTier] = [tellingOf(old), tellingOf(now)];
    if (wasTier === isTier) return;
    const last = found.at(-1);
    const goesOn = last?.until === from && last.was === wasTier && last.is === isTier;
    if (goesOn) found[found.length - 1] = { ...last, until };
    else found.push({ from, until, was: wasTier, is: isTier, ...groundsOf(now ?? old!) });
  });
  return found;
};

const tellingOf = (segment: PackSegment | undefined): string | null =>
  segment ? (segment.effective ?? untiered) : null;

const groundsOf = ({ retroKind, decidedBack, cause, decisionId, overrideId, position }: PackSegment) => ({
  retroKind: decidedBack ? ('RETRO_DECISION' as const) : retroKind,
  cause,
  decisionId,
  overrideId,
  position,
});

/** Moves of the days before the quarter that only one of both knowledges has. */
const movesThatDiffer = (
  was: readonly PackSegment[],
  is: readonly PackSegment[],
  { inputs, ladders }: Scene,
): RestatedMove[] => {
  const { opening } = inputs.coordinates;
  const first = [...was, ...is].map(({ from }) => from).reduce(earliest, opening);
  const days = { after: addDays(first, -1), to: addDays(opening, -1) };
  const [old, now] = [changesIn(was, days, ladders), changesIn(is, days, ladders)];
  const keys = (changes: readonly Change[]) => new Set(changes.map(keyOf));
  const [oldKeys, nowKeys] = [keys(old), keys(now)];
  return [
    ...old.filter((move) => !nowKeys.has(keyOf(move))).map(moveAs('WITHDRAWN')),
    ...now.filter((move) => !oldKeys.has(keyOf(move))).map(moveAs('ADDED')),
  ].sort((a, b) => inOrder(a.day, b.day) || inOrder(b.change, a.change));
};

const keyOf = ({ day, fromTier, toTier }: Change): string => JSON.stringify([day, fromTier, toTier]);

const moveAs =
  (change: RestatedMove['change']) =>
  ({ externalId, day, fromTier, toTier, kind }: Change): RestatedMove => ({
    externalId,
    day,
    fromTier,
    toTier,
    kind,
    change,
  });
