/** A JSON Pointer (RFC 6901) to what stands under these names, one inside the other; without any, to the whole. */
export const pointerTo = (...names: readonly (string | number)[]): string =>
  names.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
