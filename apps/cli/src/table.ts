/** Cells in columns, as wide as they need to be: numbers to the right, words to the left. */
export const table = (rows: readonly (readonly string[])[], gap = '  '): string[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => (isFigure(cell) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join(gap)
      .trimEnd(),
  );
};

const isFigure = (cell: string): boolean => /^-?[\d,]+(\.\d+)?%?$/.test(cell);

/** 1234567 as 1,234,567; decimal text keeps its decimals. */
export const figure = (value: number | string | bigint): string => {
  const [whole = '', decimals] = String(value).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (decimals === undefined ? '' : `.${decimals}`);
};

/** 1 row, 1,234 rows. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${figure(count)} ${count === 1 ? one : many}`;
