import { Injectable } from '@nestjs/common';
import type { Known } from '#libs/views';
import { Cursors } from './cursor';
import { usualLimit } from './paging';

interface Asked {
  /** The list and its filters: a cursor holds for these alone. */
  readonly of: unknown;
  readonly limit?: number;
  readonly cursor?: string;
}

/** The moment that all pages of a list are of, and whatever else was settled for the first of them. */
interface Standing {
  readonly at: Known;
}

type Found<Item, After> = Promise<{ readonly items: readonly Item[]; readonly next: After | null }>;

interface Place<S, After> {
  readonly standing: Omit<S, 'at'> & {
    readonly at: { readonly position: string; readonly knownAt: Known['knownAt'] };
  };
  readonly after: After;
}

/** Lists in pages: however much is written between two of them, they are parts of one answer. */
@Injectable()
export class Pages {
  constructor(private readonly cursors: Cursors) {}

  async read<S extends Standing, Item, After>(
    { of, limit = usualLimit, cursor }: Asked,
    stand: () => Promise<S>,
    find: (standing: S, page: { limit: number; after?: After }) => Found<Item, After>,
  ) {
    const place = cursor === undefined ? undefined : this.cursors.read<Place<S, After>>(of, cursor);
    const standing = place ? unpack(place) : await stand();
    const { items, next, ...rest } = await find(standing, { limit, ...(place && { after: place.after }) });
    return {
      ...rest,
      position: String(standing.at.position),
      items,
      nextCursor: next === null ? null : this.cursors.write(of, pack(standing, next)),
    };
  }

  /** A page of a list that is told as a whole at its moment: told again it is the same, so that a place in it is a number. */
  async ofWhole<S extends Standing, Item, Rest extends object>(
    asked: Asked,
    stand: () => Promise<S>,
    tell: (standing: S) => Promise<{ readonly items: readonly Item[] } & Rest>,
  ) {
    const find = async (standing: S, { limit, after = 0 }: { limit: number; after?: number }) => {
      const { items, ...rest } = await tell(standing);
      const end = after + limit;
      return { ...rest, items: items.slice(after, end), next: end < items.length ? end : null };
    };
    const page = await this.read(asked, stand, find);
    // What is told beside the items is handed on.
    return page as typeof page & Omit<Rest, 'items'>;
  }

  /** A page of a list of which nothing is ever taken away: what is added meanwhile moves no place in it. */
  part<Item>({ of, limit = usualLimit, cursor }: Asked, items: readonly Item[], keyOf: (item: Item) => Key) {
    const after = cursor === undefined ? undefined : this.cursors.read<Key>(of, cursor);
    const begin = after === undefined ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
    const page = items.slice(begin, begin + limit);
    const last = begin + limit < items.length ? page.at(-1) : undefined;
    return { items: page, nextCursor: last === undefined ? null : this.cursors.write(of, keyOf(last)) };
  }
}

/** What names one thing of a list. */
type Key = string | number;

const pack = <S extends Standing, After>(standing: S, after: After): Place<S, After> => ({
  standing: { ...standing, at: { ...standing.at, position: String(standing.at.position) } },
  after,
});

// A place is read from a cursor that this instance has signed, so it has the shape it was written with.
const unpack = <S extends Standing, After>({ standing }: Place<S, After>): S =>
  ({ ...standing, at: { ...standing.at, position: BigInt(standing.at.position) } }) as unknown as S;
