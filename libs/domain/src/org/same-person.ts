const plain = /^[\x21-\x7e]*$/;

/**
 * A name without what two spellings of one person differ by: case, spaces at its ends and doubled ones, the forms in
 * which Unicode writes the same letters, and characters that nobody sees.
 */
export const foldedName = (name: string): string =>
  plain.test(name)
    ? name.toLowerCase()
    : name
        .normalize('NFKC')
        .replace(/\p{Cf}/gu, '')
        .trim()
        .replace(/\s+/gu, ' ')
        .toLowerCase();

/**
 * Whether two names may be one person's. So is asked where somebody is to be kept from deciding; who may decide is
 * asked of names as they are, letter for letter.
 */
export const isSamePerson = (one: string, other: string): boolean =>
  one === other || foldedName(one) === foldedName(other);
