import { canonicalJson } from '#libs/kernel';

/** Lists of a few questions, so that the pages of one are not worked out anew; a list at a position never changes. */
export class KeptLists<Item> {
  private readonly lists = new Map<string, Promise<readonly Item[]>>();

  constructor(private readonly most: number) {}

  of(question: unknown, make: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
    const key = canonicalJson(question);
    const kept = this.lists.get(key);
    if (kept) return kept;
    const list = make();
    this.lists.set(key, list);
    list.catch(() => this.lists.delete(key));
    if (this.lists.size > this.most) this.lists.delete(this.lists.keys().next().value!);
    return list;
  }
}

/** Where in such a list a page begins. */
export interface Offset {
  readonly limit: number;
  readonly after?: number;
}

/** A page of a list that is there as a whole; `after` is how many came before. */
export const pageOfList = <Item>(
  list: readonly Item[],
  { limit, after = 0 }: Offset,
): { items: readonly Item[]; next: number | null } => {
  const end = after + limit;
  return { items: list.slice(after, end), next: end < list.length ? end : null };
};

/** A whole list as one batch of a stream. */
export async function* inOneBatch<Item>(list: readonly Item[]): AsyncIterable<readonly Item[]> {
  yield list;
}
