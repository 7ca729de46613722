import { addMonths, type Day } from '#libs/kernel';
import type { Superstore } from '../superstore';

/** How many of the sub-categories each customer has bought from in the twelve months before a day; who never bought is left out. */
export const breadthOn = ({ lines }: Superstore, on: Day) => {
  const from = addMonths(on, -12);
  const bought = new Map<string, Set<string>>();
  for (const { customerId, orderedOn, subCategory } of lines) {
    if (orderedOn >= on) continue;
    const range = bought.get(customerId) ?? new Set();
    bought.set(customerId, range);
    if (orderedOn >= from) range.add(subCategory);
  }
  return [...bought].map(([externalId, range]) => ({
    externalId,
    measure: 'breadth',
    value: String(range.size),
  }));
};
