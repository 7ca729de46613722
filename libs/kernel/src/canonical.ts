/**
 * The canonical JSON text of a value (RFC 8785): members sorted by UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Equal values give equal bytes, so that what was stored can be hashed.
 * @throws TypeError for what JSON cannot hold (bigint, NaN, a function)
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'string') return textOf(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} has no JSON form.`);
  return canonicalObject(value as Record<string, unknown>);
};

const plain = /^[ !#-[\]-~]*$/;

/** Most text is plain ASCII, which stands for itself. */
const textOf = (value: string): string => (plain.test(value) ? `"${value}"` : JSON.stringify(value));

const canonicalObject = (value: Record<string, unknown>): string => {
  let text = '{';
  for (const key of inOrder(Object.keys(value))) {
    if (value[key] === undefined) continue;
    text += `${text.length > 1 ? ',' : ''}${memberName(key)}:${canonicalJson(value[key])}`;
  }
  return `${text}}`;
};

/** Most objects that are written have been read from canonical text: their keys are in order already. */
const inOrder = (keys: string[]): string[] => {
  for (let n = 1; n < keys.length; n += 1) if (keys[n - 1]! > keys[n]!) return keys.sort();
  return keys;
};

const names = new Map<string, string>();

/** Events have few member names and write them over and over; whatever else comes by is not kept. */
const memberName = (key: string): string => {
  const known = names.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (names.size < 1_000) names.set(key, text);
  return text;
};
