import type { ClientBase, Pool } from 'pg';
import {
  type AccountEvent,
  ExternalId,
  FactId,
  FactValue,
  type KnownInput,
  parentMeasure,
  type ToldParents,
} from '#libs/domain';
import type { Day } from '#libs/kernel';
import type { Cell } from '../copy';

/** What is said of one account's parent by now. */
export interface Told {
  declared: ExternalId | null;
  readonly facts: Map<string, KnownInput>;
  merged: ToldParents['merged'];
  /** Taken back with the split that had brought it about: it stands under nobody until it comes in again. */
  withdrawn: boolean;
}

export const nothingTold = (): Told => ({ declared: null, facts: new Map(), merged: null, withdrawn: false });

type Notes = {
  readonly [T in AccountEvent['type']]?: (
    told: Told,
    data: Extract<AccountEvent, { type: T }>['data'],
  ) => void;
};

const notes: Notes = {
  AccountOnboarded: (told, { profile }) => {
    told.withdrawn = false;
    told.declared = profile.parentExternalId;
  },
  AccountChanged: (told, { after }) => {
    told.declared = after.parentExternalId;
  },
  AccountWithdrawn: (told) => {
    told.withdrawn = true;
    told.declared = null;
  },
  FactsRecorded: (told, { facts }) => {
    for (const fact of facts) if (fact.measure === parentMeasure) told.facts.set(fact.factId, fact);
  },
  FactCorrected: (told, { factId, after }) => {
    told.facts.set(factId, parentFact(factId, after.value, after.day));
  },
  FactRetracted: (told, { factId }) => {
    told.facts.delete(factId);
  },
  AccountMerged: (told, { into, on }) => {
    told.merged = { into, on };
  },
  LineageUndone: (told) => {
    told.merged = null;
  },
};

/** Whether an event may say anything of an account's parent. */
export const speaksOfParents = ({ type, data }: AccountEvent): boolean => {
  if (type === 'FactsRecorded') return data.facts.some(({ measure }) => measure === parentMeasure);
  if (type === 'FactCorrected' || type === 'FactRetracted') return data.measure === parentMeasure;
  if (type === 'LineageUndone') return data.kind === 'merge';
  return type in notes;
};

/** The cast joins an event to the note under its own name, which the table's type guarantees. */
export const note = (told: Told, { type, data }: AccountEvent): void =>
  (notes[type] as ((told: Told, data: unknown) => void) | undefined)?.(told, data);

const parentFact = (factId: string, value: string, validFrom: Day): KnownInput => ({
  factId: FactId.parse(factId),
  measure: parentMeasure,
  value: FactValue.parse(value),
  validFrom,
});

/** A row of what is said; the profile's and the merger's word need no id. */
export interface ToldRow {
  child: string;
  said_by: 'profile' | 'fact' | 'merger' | 'withdrawal';
  fact_id: string;
  parent: string;
  valid_from: Day;
}

export const toldColumns = ['child', 'said_by', 'fact_id', 'parent', 'valid_from'];

export const toldCells = (child: string, { declared, facts, merged, withdrawn }: Told): Cell[][] => [
  ...(declared === null ? [] : [[child, 'profile', '', declared, null]]),
  ...[...facts.values()].map(({ factId, value, validFrom }) => [child, 'fact', factId, value, validFrom]),
  ...(merged ? [[child, 'merger', '', merged.into, merged.on]] : []),
  ...(withdrawn ? [[child, 'withdrawal', '', null, null]] : []),
];

export const toldBy = (rows: readonly ToldRow[]): Told => {
  const told = nothingTold();
  for (const { said_by: by, fact_id: factId, parent, valid_from: on } of rows) {
    if (by === 'profile') told.declared = ExternalId.parse(parent);
    else if (by === 'fact') told.facts.set(factId, parentFact(factId, parent, on));
    else if (by === 'merger') told.merged = { into: ExternalId.parse(parent), on };
    else told.withdrawn = true;
  }
  return told;
};

/** What is said of accounts' parents by now. */
export const readTold = async (db: ClientBase | Pool, children: readonly string[]): Promise<ToldRow[]> => {
  const text = 'select * from told_parents where child = any($1::text[])';
  return (await db.query<ToldRow>({ name: 'hierarchy-told', text, values: [children] })).rows;
};
