import type { InputFact, RevenueFact } from '#libs/domain';
import { canonicalJson } from '#libs/kernel';
import type { Cell } from '../copy';

/** One version of a fact of either kind; a revenue fact's amount is its value. */
export interface FactRow {
  readonly externalId: string;
  readonly factId: string;
  readonly value: string;
  readonly day: string;
  /** Of an input fact. */
  readonly measure: string;
  /** What stands behind an input fact, as canonical JSON. */
  readonly provenance: string | null;
  /** Of a revenue fact. */
  readonly currency: string;
  readonly kind: string;
  readonly serviceLine: string | null;
  readonly source: string | null;
  readonly originRecordedAt: string | null;
  readonly knownFrom: bigint;
  knownUntil: bigint | null;
}

/** A table of facts, as the database has it. */
export interface StoredFact {
  external_id: string;
  fact_id: string;
  measure?: string;
  provenance?: string | null;
  value?: string;
  valid_from?: string;
  amount?: string;
  occurred_on?: string;
  currency?: string;
  kind?: string;
  service_line: string | null;
  source: string | null;
  origin_recorded_at: Date | null;
  known_from: string;
  known_until: string | null;
}

/** The two kinds of facts have a table each: what they mean differs, what happens to them does not. */
export interface Tables {
  readonly kind: 'input' | 'revenue';
  readonly name: string;
  readonly columns: readonly string[];
  cells(fact: FactRow): Cell[];
  read(row: StoredFact): FactRow;
}

export const inputFact = (externalId: string, fact: InputFact, position: bigint): FactRow => ({
  externalId,
  factId: fact.factId,
  value: fact.value,
  day: fact.validFrom,
  measure: fact.measure,
  provenance: fact.provenance ? canonicalJson(fact.provenance) : null,
  currency: '',
  kind: '',
  serviceLine: fact.serviceLine ?? null,
  source: fact.source ?? null,
  originRecordedAt: fact.originRecordedAt ?? null,
  knownFrom: position,
  knownUntil: null,
});

export const revenueFact = (externalId: string, fact: RevenueFact, position: bigint): FactRow => ({
  externalId,
  factId: fact.factId,
  value: fact.amount,
  day: fact.occurredOn,
  measure: '',
  provenance: null,
  currency: fact.currency,
  kind: fact.kind,
  serviceLine: fact.serviceLine ?? null,
  source: fact.source ?? null,
  originRecordedAt: fact.originRecordedAt ?? null,
  knownFrom: position,
  knownUntil: null,
});

const read = (row: StoredFact): FactRow => ({
  externalId: row.external_id,
  factId: row.fact_id,
  value: row.value ?? row.amount ?? '',
  day: row.valid_from ?? row.occurred_on ?? '',
  measure: row.measure ?? '',
  provenance: row.provenance ?? null,
  currency: row.currency ?? '',
  kind: row.kind ?? '',
  serviceLine: row.service_line,
  source: row.source,
  originRecordedAt: row.origin_recorded_at?.toISOString() ?? null,
  knownFrom: BigInt(row.known_from),
  knownUntil: row.known_until === null ? null : BigInt(row.known_until),
});

const both = ['service_line', 'source', 'origin_recorded_at', 'known_from', 'known_until'];

export const tables: readonly Tables[] = [
  {
    kind: 'input',
    name: 'input_facts',
    columns: ['external_id', 'fact_id', 'measure', 'value', 'valid_from', 'provenance', ...both],
    cells: ({ externalId, factId, measure, value, day, provenance }) => [
      externalId,
      factId,
      measure,
      value,
      day,
      provenance,
    ],
    read,
  },
  {
    kind: 'revenue',
    name: 'revenue_facts',
    columns: ['external_id', 'fact_id', 'occurred_on', 'amount', 'currency', 'kind', ...both],
    cells: ({ externalId, factId, day, value, currency, kind }) => [
      externalId,
      factId,
      day,
      value,
      currency,
      kind,
    ],
    read,
  },
];

/** A version in the order of its table's columns. */
export const cellsOf = (table: Tables, fact: FactRow): Cell[] => [
  ...table.cells(fact),
  fact.serviceLine,
  fact.source,
  fact.originRecordedAt,
  fact.knownFrom,
  fact.knownUntil,
];
