import type { ClientBase } from 'pg';
import { type AccountEvent, type Link, linksOf } from '#libs/domain';
import type { Day } from '#libs/kernel';
import type { Cell } from '../copy';
import { nothingTold, note, readTold, type Told, toldBy, toldCells } from './told-parents';

/** A link as this batch leaves it. */
export interface KeptLink extends Link {
  readonly knownFrom: bigint;
  knownUntil: bigint | null;
  /** It was there before the batch. */
  readonly stored: boolean;
}

/** One account in hand: what is said of its parent, and the links that come of it. */
export class Child {
  /** Links that stood before the batch and end in it. */
  readonly ended: KeptLink[] = [];
  /** Links that begin in the batch, some of them to end in it too. */
  readonly begun: KeptLink[] = [];

  constructor(
    readonly id: string,
    private readonly told: Told = nothingTold(),
    private standing: KeptLink[] = [],
  ) {}

  hear(event: AccountEvent, position: bigint): void {
    note(this.told, event);
    const links = this.links();
    for (const one of this.standing) {
      if (links.some((link) => sameLink(one, link))) continue;
      one.knownUntil = position;
      if (one.stored) this.ended.push(one);
    }
    const fresh = links.filter((link) => !this.standing.some((one) => sameLink(one, link)));
    const begun = fresh.map((link) => ({ ...link, knownFrom: position, knownUntil: null, stored: false }));
    this.begun.push(...begun);
    this.standing = [...this.standing.filter(({ knownUntil }) => knownUntil === null), ...begun];
  }

  /** What is said of its parent, as rows. */
  toldCells(): Cell[][] {
    return toldCells(this.id, this.told);
  }

  private links(): Link[] {
    const { withdrawn, facts, ...told } = this.told;
    return withdrawn ? [] : linksOf(this.id, { ...told, facts: [...facts.values()] });
  }
}

const sameLink = (a: Link, b: Link): boolean =>
  a.parent === b.parent && a.from === b.from && a.until === b.until;

interface LinkRow {
  child: string;
  parent: string;
  valid_from: Day;
  valid_until: Day | 'infinity';
  known_from: string;
}

/** The accounts of a batch with all that is said of their parents, and the links that stand. */
export const readChildren = async (ids: readonly string[], tx: ClientBase): Promise<Map<string, Child>> => {
  const told = byChild(await readTold(tx, ids));
  const { rows } = await tx.query<LinkRow>({
    name: 'hierarchy-standing',
    text: 'select * from links where child = any($1::text[]) and known_until is null',
    values: [ids],
  });
  const links = byChild(rows);
  return new Map(
    ids.map((id) => [id, new Child(id, toldBy(told.get(id) ?? []), (links.get(id) ?? []).map(keptLink))]),
  );
};

const byChild = <Row extends { readonly child: string }>(rows: readonly Row[]): Map<string, Row[]> => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.child);
    if (group) group.push(row);
    else groups.set(row.child, [row]);
  }
  return groups;
};

const keptLink = (row: LinkRow): KeptLink => ({
  child: row.child,
  parent: row.parent,
  from: row.valid_from,
  until: row.valid_until === 'infinity' ? null : row.valid_until,
  knownFrom: BigInt(row.known_from),
  knownUntil: null,
  stored: true,
});
