import type { QuotaEvent } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { projection } from '../projection';

/** Statements in the order of the log: people ask for overrides. */
type Batch = { readonly text: string; readonly values: unknown[] }[];

const keyOf = ({ seat, quarter, scheme, overrideId }: QuotaEvent['data']) => [
  seat,
  quarter,
  scheme,
  overrideId,
];

/** What stood before is kept for questions as of then. */
const keep = `
  insert into quota_entries_before
  select *, $5::bigint from quota_entries where seat = $1 and quarter = $2 and scheme = $3 and override_id = $4`;

const kept = (data: QuotaEvent['data'], position: bigint) => ({
  text: keep,
  values: [...keyOf(data), String(position)],
});

const reserve = `
  insert into quota_entries (seat, quarter, scheme, override_id, state, kind, arr, reserved_on, lapses_on, exceeds, known_from, changed_at)
  values ($1, $2, $3, $4, 'reserved', $5, $6, $7, $8, $9, $10, $10)
  on conflict (seat, quarter, scheme, override_id) do update set state = 'reserved', kind = excluded.kind,
    arr = excluded.arr, reserved_on = excluded.reserved_on, lapses_on = excluded.lapses_on, exceeds = excluded.exceeds,
    settled_on = null, released_why = null, changed_at = excluded.changed_at`;

const settle = `
  update quota_entries set state = $5, settled_on = $6, released_why = $7, changed_at = $8
  where seat = $1 and quarter = $2 and scheme = $3 and override_id = $4`;

const settled = (
  data: QuotaEvent['data'],
  state: 'consumed' | 'released',
  on: Day,
  why: string | null,
  position: bigint,
) => [kept(data, position), { text: settle, values: [...keyOf(data), state, on, why, String(position)] }];

/** What each seat has kept, spent and got back of its quota, by quarter and scheme; and how that stood before. */
export const quotas = projection<Batch>({
  name: 'quota',
  version: 2,
  tables: ['quota_entries', 'quota_entries_before'],
  begin: () => [],
  on: {
    QuotaReserved: ({ event: { data }, position }, batch) => {
      const { kind, arr, reservedOn, lapsesOn, exceeds = false } = data;
      const values = [...keyOf(data), kind, arr, reservedOn, lapsesOn, exceeds, String(position)];
      batch.push(kept(data, position), { text: reserve, values });
    },
    QuotaConsumed: ({ event: { data }, position }, batch) =>
      void batch.push(...settled(data, 'consumed', data.consumedOn, null, position)),
    QuotaReleased: ({ event: { data }, position }, batch) =>
      void batch.push(...settled(data, 'released', data.releasedOn, data.why, position)),
  },
  write: async (batch, tx) => {
    for (const statement of batch) await tx.query(statement);
  },
});
