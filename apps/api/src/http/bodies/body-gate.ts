/** Why a body is not let in; the sentence is for the caller. */
export class GateRefusal extends Error {}

export interface GateLimits {
  readonly depth: number;
  readonly keys: number;
}

export const usualLimits: GateLimits = { depth: 32, keys: 10_000 };

/** Names that reach for an object's prototype, or for what every object has of it and would be passed over in silence. */
export const forbiddenKeys: ReadonlySet<string> = new Set([
  'prototype',
  ...Object.getOwnPropertyNames(Object.prototype),
]);

const quote = 0x22;
const backslash = 0x5c;

/**
 * Reads JSON text before it is parsed, once and without recursion, and refuses what no honest client sends:
 * nesting without end, keys without number, a key twice, NUL, half a surrogate pair, a number without bound,
 * or a key that reaches for an object's prototype. What passes is safe to parse, if it is JSON at all.
 * @throws GateRefusal
 */
export const passGate = (text: string, limits: GateLimits = usualLimits): void => {
  const open: (Set<string> | null)[] = [];
  let keys = 0;
  let keyExpected = false;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x7b: // {
      case 0x5b: // [
        open.push(text[at] === '{' ? new Set() : null);
        if (open.length > limits.depth) {
          throw new GateRefusal(`The body is nested deeper than ${limits.depth} levels: flatten it.`);
        }
        keyExpected = text[at] === '{';
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        keyExpected = false;
        break;
      case 0x2c: // ,
        keyExpected = open.at(-1) instanceof Set;
        break;
      case quote: {
        const end = endOfString(text, at);
        const key = keyExpected ? open.at(-1) : undefined;
        const said = readString(text.slice(at, end + 1));
        if (key) {
          keys += 1;
          if (keys > limits.keys) {
            throw new GateRefusal(`The body has more than ${limits.keys} keys: send it in parts.`);
          }
          admitKey(key, said);
        }
        keyExpected = false;
        at = end;
        break;
      }
      default:
        if (startsNumber(text, at)) at = endOfNumber(text, at);
    }
  }
};

const admitKey = (known: Set<string>, key: string): void => {
  if (forbiddenKeys.has(key)) throw new GateRefusal(`A field cannot be called "${key}".`);
  if (known.has(key)) {
    throw new GateRefusal(`The field ${JSON.stringify(shorten(key))} is there twice: say it once.`);
  }
  known.add(key);
};

/** The index of the closing quote; of the text's last character when there is none, which the parser reports. */
const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at += 1;
  }
  return text.length - 1;
};

/** What a string says, escapes undone. What is no JSON string says nothing here: the parser reports it. */
const readString = (quoted: string): string => {
  if (quoted.includes('\0')) throw new GateRefusal('Text cannot hold the character NUL.');
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  const said = undoEscapes(quoted);
  if (said.includes('\0')) throw new GateRefusal('Text cannot hold the character NUL.');
  if (/\p{Surrogate}/u.test(said))
    throw new GateRefusal('Text holds half of a surrogate pair: send whole characters.');
  return said;
};

const undoEscapes = (quoted: string): string => {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return '';
  }
};

const startsNumber = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === 0x2d || (code >= 0x30 && code <= 0x39);
};

const numberPattern = /[-+.0-9eE]+/y;

/** Numbers that overflow would become infinite, which no stored event can hold. */
const endOfNumber = (text: string, start: number): number => {
  numberPattern.lastIndex = start;
  const token = numberPattern.exec(text)?.[0] ?? text[start]!;
  if (/[eE]|.{16}/.test(token) && Math.abs(Number(token)) === Infinity) {
    throw new GateRefusal('A number is too large: send decimals as text.');
  }
  return start + token.length - 1;
};

const shorten = (text: string): string => (text.length > 64 ? `${text.slice(0, 64)}...` : text);
