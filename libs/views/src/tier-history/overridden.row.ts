import type { ClientBase } from 'pg';
import { override, type Overrides, type Places, type TierCode } from '#libs/domain';
import { canonicalJson, type Day } from '#libs/kernel';
import { copyRows } from '../copy';
import { overridesFrom, textOfOverrides } from '../overrides/kept-overrides';
import type { Layer, Orders } from './override-layer';
import type { Timeline } from './timeline-in-hand';

type Lapse = Layer['lapses'][number];

/** The order of the tiers in a version of a policy. */
export interface TierOrder {
  readonly scheme: string;
  readonly version: number;
  readonly places: Places;
}

export const writeOrders = async (orders: readonly TierOrder[], tx: ClientBase): Promise<void> => {
  if (orders.length === 0) return;
  await tx.query(
    'insert into tier_orders (scheme, version, places) select * from unnest($1::text[], $2::int[], $3::text[])',
    [
      orders.map(({ scheme }) => scheme),
      orders.map(({ version }) => version),
      orders.map(({ places }) => canonicalJson([...places])),
    ],
  );
};

/** Makes timelines ready to lay overrides over: those that stand, the orders of tiers, and what lapses. */
export const readOverridden = async (timelines: readonly Timeline[], tx: ClientBase): Promise<void> => {
  if (timelines.length === 0) return;
  const ids = timelines.map(({ id }) => String(id));
  const [overrides, orders, lapses] = [
    await readOverrides(ids, tx),
    await readOrders([...new Set(timelines.map(({ key }) => key.scheme))], tx),
    await readLapses(ids, tx),
  ];
  for (const timeline of timelines)
    timeline.override(
      overrides.get(String(timeline.id)) ?? override.initialState(),
      orders.get(timeline.key.scheme) ?? new Map(),
      lapses.get(String(timeline.id)) ?? new Map(),
    );
};

const readOverrides = async (ids: readonly string[], tx: ClientBase): Promise<Map<string, Overrides>> => {
  const { rows } = await tx.query<{ timeline_id: string; overrides: string }>(
    'select * from overridden where timeline_id = any($1::bigint[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.timeline_id, overridesFrom(row.overrides)]));
};

const readOrders = async (schemes: readonly string[], tx: ClientBase): Promise<Map<string, Orders>> => {
  const { rows } = await tx.query<{ scheme: string; version: number; places: string }>(
    'select * from tier_orders where scheme = any($1)',
    [schemes],
  );
  const orders = new Map<string, Map<number, Places>>();
  for (const { scheme, version, places } of rows) {
    const order = new Map(JSON.parse(places) as [TierCode, number][]);
    orders.set(scheme, (orders.get(scheme) ?? new Map<number, Places>()).set(version, order));
  }
  return orders;
};

/** By timeline, and by the first day of the row that stands: what it comes to. */
export type LapsesOfRows = Map<string, Map<Day, Lapse[]>>;

const readLapses = async (ids: readonly string[], tx: ClientBase): Promise<LapsesOfRows> => {
  const { rows } = await tx.query<{
    timeline_id: string;
    valid_from: Day;
    lapsed_on: Day;
    effective: string | null;
    override_id: string | null;
    override: string | null;
    decided_back: boolean;
  }>(
    `select l.* from tier_lapses l join tier_history h using (timeline_id, valid_from, known_from)
     where l.timeline_id = any($1::bigint[]) and h.known_until is null order by l.lapsed_on`,
    [ids],
  );
  const lapses: LapsesOfRows = new Map();
  for (const { timeline_id: id, valid_from: from, lapsed_on: on, override_id: overrideId, ...row } of rows) {
    const ofTimeline = lapses.get(id) ?? new Map<Day, Lapse[]>();
    const { effective, override, decided_back: decidedBack } = row;
    const lapse = { on, effective, overrideId, override, decidedBack };
    ofTimeline.set(from, [...(ofTimeline.get(from) ?? []), lapse]);
    lapses.set(id, ofTimeline);
  }
  return lapses;
};

/** Keeps the overrides of timelines that have some, and what the rows written of them come to. */
export const saveOverridden = async (timelines: readonly Timeline[], tx: ClientBase): Promise<void> => {
  const changed = timelines.filter(({ isOverriddenAnew }) => isOverriddenAnew);
  if (changed.length > 0)
    await tx.query(
      `insert into overridden (timeline_id, overrides) select * from unnest($1::bigint[], $2::text[])
       on conflict (timeline_id) do update set overrides = excluded.overrides`,
      [changed.map(({ id }) => String(id)), changed.map(({ overrides }) => textOfOverrides(overrides!))],
    );
  const lapses = timelines.flatMap(({ id, written }) =>
    written.flatMap(({ from, knownFrom, layer }) =>
      (layer?.lapses ?? []).map(({ on, effective, overrideId, override, decidedBack }, index) => [
        ...[id, from, knownFrom, on, layer!.lapses[index + 1]?.on ?? null],
        ...[effective, overrideId, override, decidedBack],
      ]),
    ),
  );
  await copyRows(tx, 'tier_lapses', columnsOfLapse, lapses);
};

const columnsOfLapse = [
  'timeline_id',
  'valid_from',
  'known_from',
  'lapsed_on',
  'lapsed_until',
  'effective',
  'override_id',
  'override',
  'decided_back',
];
