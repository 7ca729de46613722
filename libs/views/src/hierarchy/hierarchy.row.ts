import type { ClientBase, Pool } from 'pg';
import {
  type AccountEvent,
  ExternalId,
  FactId,
  FactValue,
  type Link,
  linksOf,
  parentMeasure,
  type ToldParents,
} from '#libs/domain';
import type { Day } from '#libs/kernel';
import type { Cell } from '../copy';

/** A link as this batch leaves it. */
export interface KeptLink extends Link {
  readonly knownFrom: bigint;
  knownUntil: bigint | null;
  /** It was there before the batch. */
  readonly stored: boolean;
}

interface Told {
  declared: ExternalId | null;
  readonly facts: Map<FactId, ToldParents['facts'][number]>;
  merged: ToldParents['merged'];
  /** Taken back with the split that had brought it about: it stands under nobody until it comes in again. */
  withdrawn: boolean;
}

/** One account in hand: what is said of its parent, and the links that come of it. */
export class Child {
  /** Links that stood before the batch and end in it. */
  readonly ended: KeptLink[] = [];
  /** Links that begin in the batch, some of them to end in it too. */
  readonly begun: KeptLink[] = [];

  constructor(
    readonly id: string,
    private readonly told: Told = { declared: null, facts: new Map(), merged: null, withdrawn: false },
    private standing: KeptLink[] = [],
  ) {}

  hear(event: AccountEvent, position: bigint): void {
    note(this.told, event);
    const links = this.told.withdrawn
      ? []
      : linksOf(this.id, { ...this.told, facts: [...this.told.facts.values()] });
    const fresh = links.filter((link) => !this.standing.some((one) => sameLink(one, link)));
    for (const one of this.standing) {
      if (links.some((link) => sameLink(one, link))) continue;
      one.knownUntil = position;
      if (one.stored) this.ended.push(one);
    }
    const begun = fresh.map((link) => ({ ...link, knownFrom: position, knownUntil: null, stored: false }));
    this.begun.push(...begun);
    this.standing = [...this.standing.filter(({ knownUntil }) => knownUntil === null), ...begun];
  }

  /** What is said of its parent, as rows. */
  toldCells(): Cell[][] {
    const { declared, facts, merged, withdrawn } = this.told;
    return [
      ...(declared === null ? [] : [[this.id, 'profile', '', declared, null]]),
      ...[...facts.values()].map(({ factId, value, validFrom }) => [
        this.id,
        'fact',
        factId,
        value,
        validFrom,
      ]),
      ...(merged ? [[this.id, 'merger', '', merged.into, merged.on]] : []),
      ...(withdrawn ? [[this.id, 'withdrawal', '', null, null]] : []),
    ];
  }
}

const sameLink = (a: Link, b: Link): boolean =>
  a.parent === b.parent && a.from === b.from && a.until === b.until;

/** Whether an event may say anything of an account's parent. */
export const speaksOfParents = ({ type, data }: AccountEvent): boolean => {
  if (type === 'FactsRecorded') return data.facts.some(({ measure }) => measure === parentMeasure);
  if (type === 'FactCorrected' || type === 'FactRetracted') return data.measure === parentMeasure;
  if (type === 'LineageUndone') return data.kind === 'merge';
  return type !== 'RevenueRecorded' && type !== 'AccountSplit';
};

const note = (told: Told, { type, data }: AccountEvent): void => {
  switch (type) {
    case 'AccountOnboarded':
      told.withdrawn = false;
      told.declared = data.profile.parentExternalId;
      break;
    case 'AccountChanged':
      told.declared = data.after.parentExternalId;
      break;
    case 'AccountWithdrawn':
      told.withdrawn = true;
      told.declared = null;
      break;
    case 'FactsRecorded':
      for (const fact of data.facts) if (fact.measure === parentMeasure) told.facts.set(fact.factId, fact);
      break;
    case 'FactCorrected':
      told.facts.set(data.factId, parentFact(data.factId, data.after.value, data.after.day));
      break;
    case 'FactRetracted':
      told.facts.delete(data.factId);
      break;
    case 'AccountMerged':
      told.merged = data;
      break;
    case 'LineageUndone':
      told.merged = null;
      break;
  }
};

/** What is read here was checked when it was recorded. */
const parentFact = (factId: string, value: string, validFrom: Day) => ({
  factId: factId as FactId,
  measure: parentMeasure,
  value: value as FactValue,
  validFrom,
});

interface ToldRow {
  child: string;
  said_by: 'profile' | 'fact' | 'merger' | 'withdrawal';
  fact_id: string;
  parent: string;
  valid_from: Day;
}

interface LinkRow {
  child: string;
  parent: string;
  valid_from: Day;
  valid_until: Day | 'infinity';
  known_from: string;
}

/** The accounts of a batch with all that is said of their parents, and the links that stand. */
export const readChildren = async (ids: readonly string[], tx: ClientBase): Promise<Map<string, Child>> => {
  const told = await tx.query<ToldRow>({
    name: 'hierarchy-told',
    text: 'select * from told_parents where child = any($1::text[])',
    values: [ids],
  });
  const links = await tx.query<LinkRow>({
    name: 'hierarchy-standing',
    text: 'select * from links where child = any($1::text[]) and known_until is null',
    values: [ids],
  });
  const [toldOf, linksOfChild] = [byChild(told.rows), byChild(links.rows)];
  return new Map(
    ids.map((id) => [
      id,
      new Child(id, toldBy(toldOf.get(id) ?? []), (linksOfChild.get(id) ?? []).map(keptLink)),
    ]),
  );
};

/** Everything said of one account's parent by now. */
export const toldOf = async (pool: Pool, child: string): Promise<ToldParents> => {
  const { rows } = await pool.query<ToldRow>('select * from told_parents where child = $1', [child]);
  const { declared, facts, merged } = toldBy(rows);
  return { declared, facts: [...facts.values()], merged };
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

const toldBy = (rows: readonly ToldRow[]): Told => {
  const told: Told = { declared: null, facts: new Map(), merged: null, withdrawn: false };
  for (const { said_by: by, fact_id: factId, parent, valid_from: on } of rows) {
    if (by === 'profile') told.declared = ExternalId.parse(parent);
    else if (by === 'fact') told.facts.set(FactId.parse(factId), parentFact(factId, parent, on));
    else if (by === 'merger') told.merged = { into: ExternalId.parse(parent), on };
    else told.withdrawn = true;
  }
  return told;
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
