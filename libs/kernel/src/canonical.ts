/**
 * The canonical JSON text of a value (RFC 8785): members sorted by UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Equal values give equal bytes, so that what was stored can be hashed.
 * @throws TypeError for what JSON cannot hold (bigint, NaN, a function)
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} has no JSON form.`);
  return canonicalObject(value as Record<string, unknown>);
};

const canonicalObject = (value: Record<string, unknown>): string => {
  let text = '{';
  for (const key of Object.keys(value).sort()) {
    if (value[key] === undefined) continue;
    text += `${text.length > 1 ? ',' : ''}${JSON.stringify(key)}:${canonicalJson(value[key])}`;
  }
  return `${text}}`;
};
