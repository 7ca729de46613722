/** What the rows say, by the key of each, in their order. */
export const grouped = <Row, Value>(
  rows: readonly Row[],
  read: (row: Row) => readonly [string, Value],
): ReadonlyMap<string, readonly Value[]> => {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const [key, value] = read(row);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
};
