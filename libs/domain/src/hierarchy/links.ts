import { type Day, day, firstDay } from '#libs/kernel';
import { inFactOrder } from '../placement/fact-order';
import type { KnownInput } from '../placement/knowledge';
import { ExternalId, Measure } from '../vocabulary';

/** The reserved measure whose fact names an account's parent from its day on. */
export const parentMeasure = Measure.parse('parent');

/** What such a fact says of an account that has no parent from its day on. */
export const noParent = '-';

/** Everything said of whom an account stands under. */
export interface ToldParents {
  /** The profile's word: it holds from the beginning. */
  readonly declared: ExternalId | null;
  /** Of the measure `parent`, in any order. */
  readonly facts: readonly KnownInput[];
  /** From this day on the account is part of another, whatever facts say of its parent. */
  readonly merged: { readonly into: ExternalId; readonly on: Day } | null;
}

/** An account stands under another on `[from, until)`. */
export interface Link {
  readonly child: string;
  readonly parent: string;
  readonly from: Day;
  readonly until: Day | null;
}

/** No day lies before it: what holds from here on always has. */
const beginning = day(firstDay);

/**
 * Whom an account stands under, day by day: the profile's parent until the first fact, each fact until the next,
 * and the survivor of its merger for good. Links that say the same are one; days without a parent have none.
 */
export const linksOf = (child: string, told: ToldParents): Link[] => {
  const links: Link[] = [];
  const words = wordsOf(told);
  words.forEach(({ parent, from }, index) => {
    const until = words[index + 1]?.from ?? null;
    if (parent === null || parent === child || from === until) return;
    const last = links.at(-1);
    if (last?.parent === parent && last.until === from) links[links.length - 1] = { ...last, until };
    else links.push({ child, parent, from, until });
  });
  return links;
};

interface Word {
  readonly parent: string | null;
  readonly from: Day;
}

/** In the order in which they hold; of several of one day the last one does. */
const wordsOf = ({ declared, facts, merged }: ToldParents): Word[] => {
  const counting = facts.filter(({ validFrom }) => merged === null || validFrom < merged.on);
  return [
    { parent: declared, from: beginning },
    ...counting.sort(inFactOrder).map(({ value, validFrom }) => ({ parent: named(value), from: validFrom })),
    ...(merged ? [{ parent: merged.into, from: merged.on }] : []),
  ];
};

const named = (value: string): string | null =>
  value === noParent ? null : (ExternalId.safeParse(value).data ?? null);

/** Whether a link holds on a day. */
export const holdsOn = (on: Day, { from, until }: Pick<Link, 'from' | 'until'>): boolean =>
  from <= on && (until === null || on < until);
