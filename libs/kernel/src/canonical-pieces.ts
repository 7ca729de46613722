import { canonicalJson } from './canonical';

/** How much text is gathered to a piece. */
const pieceLength = 32 * 1024;

/** Many short texts as fewer and longer ones. */
export function* gathered(texts: Iterable<string>): Generator<string, void, undefined> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  if (piece) yield piece;
}

/**
 * The canonical JSON of a value, piece by piece: what is too long to be written in one go, or to be held as one
 * text, is hashed and sent as it comes.
 * @throws TypeError for what JSON cannot hold
 */
export const canonicalPieces = (value: unknown): Generator<string, void, undefined> =>
  gathered(textsOf(value));

/** Objects member by member and lists item by item; what stands in a list is written as a whole. */
function* textsOf(value: unknown): Generator<string, void, undefined> {
  if (Array.isArray(value)) {
    let before = '[';
    for (const item of value) {
      yield before + canonicalJson(item ?? null);
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else if (typeof value === 'object' && value !== null) {
    let before = '{';
    for (const [name, member] of Object.entries(value).sort(byName)) {
      if (member === undefined) continue;
      yield `${before}${JSON.stringify(name)}:`;
      yield* textsOf(member);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  } else yield canonicalJson(value);
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
