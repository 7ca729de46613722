import { addDays, type Day, type Decimal, earliest, type Pausing, pausingEach } from '#libs/kernel';
import { correctedMovesOf } from './moves-of';
import type { RestatedMove, Restatement, RestatementsSection } from './moves-section';
import type { PackSegment } from './pack-inputs';
import { inOrder, type Scene } from './scene';
import { byAccount, type Change, changesIn } from './segments';
import { untiered } from './standing-at';

/**
 * Section 5: what is told otherwise at the pin of the days before the quarter than when it opened, and which changes
 * within it correct an error.
 */
export function* restatementsOf(scene: Scene): Pausing<RestatementsSection> {
  const { inputs, nameOf, arrOf } = scene;
  const { opening } = inputs.coordinates;
  const [then, now] = [yield* byAccount(inputs.believedThen), yield* byAccount(inputs.believedNow)];
  const rows: Restatement[] = [];
  const moves: RestatedMove[] = [];
  let cameLate = 0;
  yield* pausingEach([...new Set([...then.keys(), ...now.keys()])].sort(inOrder), (externalId) => {
    const [was, is] = [then.get(externalId) ?? [], now.get(externalId) ?? []];
    if (was.length === 0 && is.every(({ effective }) => effective === null)) {
      cameLate += 1;
      return;
    }
    const [name, arr] = [nameOf(externalId), arrOf(externalId)];
    for (const found of differing(was, is, opening)) rows.push(restatementOf(found, name, arr));
    moves.push(...movesThatDiffer(was, is, scene));
  });
  const corrected = yield* correctedMovesOf(scene);
  return { openingPosition: inputs.openingPosition, rows, moves, cameLate, corrected };
}

interface Difference extends Pick<Restatement, 'from' | 'until' | 'was' | 'is'> {
  readonly by: PackSegment;
}

/** Member by member: there can be as many of them as there are accounts. */
const restatementOf = (
  { from, until, was, is, by }: Difference,
  name: string,
  arr: Decimal,
): Restatement => ({
  externalId: by.externalId,
  name,
  from,
  until,
  was,
  is,
  retroKind: by.decidedBack ? 'RETRO_DECISION' : by.retroKind,
  cause: by.cause,
  decisionId: by.decisionId,
  overrideId: by.overrideId,
  position: by.position,
  arr,
});

/** Stretches of days, as long as can be, of which both knowledges tell one thing each and not the same. */
const differing = (was: readonly PackSegment[], is: readonly PackSegment[], before: Day): Difference[] => {
  const days = edgesOf(was, is, before);
  const [old, now] = [inPassing(was), inPassing(is)];
  const found: Difference[] = [];
  for (let index = 0; index + 1 < days.length; index += 1) {
    const [from, until] = [days[index]!, days[index + 1]!];
    const [wasRow, isRow] = [old(from), now(from)];
    const [wasTier, isTier] = [tellingOf(wasRow), tellingOf(isRow)];
    if (wasTier === isTier) continue;
    const last = found.at(-1);
    const goesOn = last?.until === from && last.was === wasTier && last.is === isTier;
    if (goesOn) found[found.length - 1] = { ...last, until };
    else found.push({ from, until, was: wasTier, is: isTier, by: isRow ?? wasRow! });
  }
  return found;
};

/** The days before one on which a row begins or ends, in order, and that day itself. */
const edgesOf = (was: readonly PackSegment[], is: readonly PackSegment[], before: Day): Day[] => {
  const days = new Set<Day>();
  for (const rows of [was, is])
    for (const { from, until } of rows) {
      if (from < before) days.add(from);
      if (until !== null && until < before) days.add(until);
    }
  return [...[...days].sort(), before];
};

/** The row that covers a day, asked for one day after the other. */
const inPassing = (rows: readonly PackSegment[]) => {
  let next = 0;
  return (on: Day): PackSegment | undefined => {
    while (next < rows.length && endsBy(rows[next]!, on)) next += 1;
    const row = rows[next];
    return row && row.from <= on ? row : undefined;
  };
};

const endsBy = ({ until }: PackSegment, on: Day): boolean => until !== null && until <= on;

const tellingOf = (segment: PackSegment | undefined): string | null =>
  segment ? (segment.effective ?? untiered) : null;

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
