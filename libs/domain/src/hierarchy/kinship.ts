import type { Day } from '#libs/kernel';
import { holdsOn, type Link } from './links';

/** An account that stands under another, at whatever remove. */
export interface Member {
  readonly externalId: string;
  readonly parent: string;
  /** 1 for a child, 2 for a child of a child. */
  readonly depth: number;
}

/**
 * Who stands under whom on one day. Where links run in a circle the smallest id of it counts as the ultimate parent,
 * and its own link as none: so every account has one, and every walk has an end.
 */
export class Kinship {
  private readonly parents: ReadonlyMap<string, string>;
  private readonly children = new Map<string, string[]>();
  private readonly heads: ReadonlySet<string>;

  /** @param links of one day: at most one for each child */
  constructor(links: Iterable<Pick<Link, 'child' | 'parent'>>) {
    const parents = new Map<string, string>();
    for (const { child, parent } of links) parents.set(child, parent);
    this.heads = headsOfCircles(parents);
    for (const head of this.heads) parents.delete(head);
    for (const [child, parent] of parents) {
      const siblings = this.children.get(parent);
      if (siblings) siblings.push(child);
      else this.children.set(parent, [child]);
    }
    this.parents = parents;
  }

  parentOf(externalId: string): string | null {
    return this.parents.get(externalId) ?? null;
  }

  /** Everybody above an account, its parent first and its ultimate parent last. */
  pathOf(externalId: string): string[] {
    const path: string[] = [];
    for (let at = this.parentOf(externalId); at !== null; at = this.parentOf(at)) path.push(at);
    return path;
  }

  /** An account without a parent is its own. */
  ultimateOf(externalId: string): string {
    return this.pathOf(externalId).at(-1) ?? externalId;
  }

  /** In the order of their ids. */
  childrenOf(externalId: string): string[] {
    return [...(this.children.get(externalId) ?? [])].sort();
  }

  /** All under an account, each right behind its parent, siblings in the order of their ids. */
  membersOf(externalId: string): Member[] {
    const members: Member[] = [];
    const waiting = this.under(externalId, 1);
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      members.push(next);
      waiting.push(...this.under(next.externalId, next.depth + 1));
    }
    return members;
  }

  /** Whether links ran in a circle that this ultimate parent is the smallest of. */
  isHeadOfCircle(externalId: string): boolean {
    return this.heads.has(externalId);
  }

  /** The last one comes first, as a stack wants it. */
  private under(parent: string, depth: number): Member[] {
    return this.childrenOf(parent)
      .reverse()
      .map((externalId) => ({ externalId, parent, depth }));
  }
}

/** The smallest id of each circle. */
const headsOfCircles = (parents: ReadonlyMap<string, string>): Set<string> => {
  const heads = new Set<string>();
  const settled = new Set<string>();
  for (const start of parents.keys()) {
    const walked = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !settled.has(at) && !walked.has(at)) {
      walked.add(at);
      at = parents.get(at);
    }
    if (at !== undefined && walked.has(at)) heads.add(smallestOfCircle(at, parents));
    for (const one of walked) settled.add(one);
  }
  return heads;
};

const smallestOfCircle = (start: string, parents: ReadonlyMap<string, string>): string => {
  let smallest = start;
  for (let at = parents.get(start)!; at !== start; at = parents.get(at)!) if (at < smallest) smallest = at;
  return smallest;
};

/** Links on all days: the kinship of a day is made once for each stretch of days on which it is the same. */
export class KinshipInTime {
  private readonly turns: readonly Day[];
  private readonly made = new Map<number, Kinship>();

  constructor(private readonly links: readonly Link[]) {
    const days = new Set<Day>();
    for (const { from, until } of links) {
      days.add(from);
      if (until !== null) days.add(until);
    }
    this.turns = [...days].sort();
  }

  on(day: Day): Kinship {
    const stretch = this.turns.findLastIndex((turn) => turn <= day);
    const before = this.made.get(stretch);
    if (before) return before;
    const made = new Kinship(this.links.filter((link) => holdsOn(day, link)));
    this.made.set(stretch, made);
    return made;
  }

  /** The first day on which an account stands under itself, and who lies between; null when there is none. */
  circleOf(externalId: string): { readonly on: Day; readonly path: readonly string[] } | null {
    for (const on of this.turns) {
      const parents = new Map(this.links.filter((link) => holdsOn(on, link)).map((l) => [l.child, l.parent]));
      const path = [externalId];
      for (let at = parents.get(externalId); at !== undefined && !path.includes(at); at = parents.get(at))
        path.push(at);
      if (parents.get(path.at(-1)!) === externalId) return { on, path };
    }
    return null;
  }
}
