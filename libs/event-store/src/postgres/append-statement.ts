import type { Pool } from 'pg';
import { Conflict, type Position, type Receipt, type Revision } from '../store';
import type { Pending } from './append-queue';
import { hashArray, int2Array, int4Array, textArray, uuidArray } from './binary-array';

/** What became of a flight: an outcome for each of its appends, in order. */
export type Outcomes = readonly (Receipt | Conflict)[];

/** Appends a flight in one statement: durable when it answers. */
export const appendFlight = async (pool: Pool, flight: readonly Pending[]): Promise<Outcomes> => {
  const [first] = flight;
  if (flight.length === 1 && first!.events.length === 1) {
    const receipt = await appendOne(pool, first!);
    if (receipt) return [receipt];
  }
  return appendAll(pool, flight);
};

/** The common case, made short; undefined when the stream stands elsewhere than expected. */
const appendOne = async (pool: Pool, { stream, expected, events }: Pending): Promise<Receipt | undefined> => {
  const { id, type, version, payload, metadata, hash, revision } = events[0]!;
  const { rows } = await pool.query<[string | null]>({
    name: 'ledger-append-one',
    text: 'select ledger.append_one($1, $2, $3, $4, $5, $6, $7, $8)',
    values: [stream, numberOf(expected), id, type, version, payload, metadata, Buffer.from(hash, 'hex')],
    rowMode: 'array',
  });
  const position = rows[0]![0];
  return position === null ? undefined : { revision, position: BigInt(position) };
};

interface Row {
  first: string;
  actual: (number | null)[] | null;
  originals: (string | null)[] | null;
}

const appendAll = async (pool: Pool, flight: readonly Pending[]): Promise<Outcomes> => {
  const { rows } = await pool.query<Row>({
    name: 'ledger-append',
    text: 'select * from ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    values: valuesOf(flight),
  });
  const { first, actual, originals } = rows[0]!;
  let position = BigInt(first);
  return flight.map((append, index) => {
    const standsAt = actual?.[index] ?? null;
    if (standsAt !== null) return notAppended(append, standsAt, originals?.[index] ?? null);
    position += BigInt(append.events.length);
    return receiptOf(append, position - 1n);
  });
};

const valuesOf = (flight: readonly Pending[]): Buffer[] => {
  const events = flight.length === 1 ? flight[0]!.events : flight.flatMap((append) => append.events);
  return [
    textArray(flight.map(({ stream }) => stream)),
    int4Array(flight.map(({ expected }) => numberOf(expected))),
    textArray(events.map(({ stream }) => stream)),
    int4Array(events.map(({ revision }) => revision)),
    uuidArray(events.map(({ id }) => id)),
    textArray(events.map(({ type }) => type)),
    int2Array(events.map(({ version }) => version)),
    textArray(events.map(({ payload }) => payload)),
    textArray(events.map(({ metadata }) => metadata)),
    hashArray(events.map(({ hash }) => hash)),
  ];
};

const notAppended = (append: Pending, standsAt: number, original: string | null): Receipt | Conflict =>
  original === null
    ? new Conflict(append.stream, append.expected, standsAt === -1 ? 'none' : standsAt)
    : receiptOf(append, BigInt(original));

const receiptOf = ({ events }: Pending, position: Position): Receipt => ({
  revision: events.at(-1)!.revision,
  position,
});

const numberOf = (revision: Revision): number => (revision === 'none' ? -1 : revision);
