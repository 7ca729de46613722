import { addDecimals, decimal, type Decimal } from '#libs/kernel';

/** Accounts that stand at one tier in one reading and at another in a second one. */
export interface MatrixCell {
  readonly from: string;
  readonly to: string;
  readonly accounts: number;
  readonly arr: Decimal;
}

interface Entry {
  readonly from: string;
  readonly to: string;
  /** Null, of which nothing is known, counts as nothing. */
  readonly arr: Decimal | null;
}

/** Adds accounts to a matrix; the order of its cells is that of their first accounts. */
export const addToMatrix = (matrix: readonly MatrixCell[], entries: Iterable<Entry>): MatrixCell[] => {
  const cells = new Map(matrix.map((cell) => [keyOf(cell), cell]));
  for (const { from, to, arr } of entries) {
    const key = keyOf({ from, to });
    const before = cells.get(key) ?? { from, to, accounts: 0, arr: decimal('0') };
    cells.set(key, {
      ...before,
      accounts: before.accounts + 1,
      arr: arr === null ? before.arr : addDecimals(before.arr, arr),
    });
  }
  return [...cells.values()];
};

/** The cells by the order given, from the tier and then to it; what is not in the order comes last, by name. */
export const inTierOrder = (matrix: readonly MatrixCell[], tiers: readonly string[]): MatrixCell[] => {
  const place = (tier: string) => (tiers.includes(tier) ? tiers.indexOf(tier) : tiers.length);
  const compare = (a: string, b: string) => place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0);
  return [...matrix].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
};

const keyOf = ({ from, to }: Pick<Entry, 'from' | 'to'>): string => JSON.stringify([from, to]);
