import type { ClientBase } from 'pg';
import {
  announcementsDue,
  type Override,
  override,
  type OverrideEvent,
  type OverrideId,
  type OverrideKind,
} from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';
import { overrideFrom, textOfOverride } from '../overrides/kept-overrides';
import { onOverrides } from '../overrides/on-overrides';
import { projection } from '../projection';

type Told = Pick<Recorded<OverrideEvent>, 'event'>;

const tell = ({ event }: Told, batch: Told[]): void => void batch.push({ event });

/** When each override has something to announce, and whether it stands upon what was computed. */
export const overrideDues = projection<Told[]>({
  name: 'override-dues',
  version: 1,
  tables: ['override_dues'],
  begin: () => [],
  on: onOverrides(tell),
  write: async (batch, tx) => {
    const rows = await readRows([...new Set(batch.map(({ event }) => event.data.overrideId))], tx);
    for (const { event } of batch) take(event, rows);
    await put([...rows.values()], tx);
  },
});

interface Row {
  readonly key: TimelineKey;
  readonly asked: { readonly from: Day; readonly until: Day | null; readonly on: Day };
  readonly life: Override;
}

interface Stored {
  readonly override_id: OverrideId;
  readonly scheme: string;
  readonly view: string;
  readonly external_id: string;
  readonly asked_from: Day;
  readonly asked_until: Day | null;
  readonly requested_on: Day;
  readonly life: string;
}

const readRows = async (ids: readonly OverrideId[], tx: ClientBase): Promise<Map<OverrideId, Row>> => {
  const { rows } = await tx.query<Stored>('select * from override_dues where override_id = any($1)', [ids]);
  return new Map(
    rows.map(({ override_id, scheme, view, external_id: externalId, ...row }) => [
      override_id,
      {
        key: { scheme, view, externalId },
        asked: { from: row.asked_from, until: row.asked_until, on: row.requested_on },
        life: overrideFrom(row.life),
      },
    ]),
  );
};

const take = (event: OverrideEvent, rows: Map<OverrideId, Row>): void => {
  const { scheme, view, externalId, overrideId } = event.data;
  const before = rows.get(overrideId);
  const lives = new Map(before && [[overrideId, before.life]]);
  const life = override.evolve(lives, event).get(overrideId);
  const asked = before?.asked ?? askedIn(event);
  // An event of an override that nobody has asked for says nothing.
  if (life && asked) rows.set(overrideId, { key: { scheme, view, externalId }, asked, life });
};

const askedIn = ({ type, data }: OverrideEvent): Row['asked'] | undefined => {
  if (type === 'OverrideRequested') return { from: data.from, until: data.until, on: data.requestedOn };
  return type === 'EmergencyOverrideTaken'
    ? { from: data.from, until: data.until, on: data.from }
    : undefined;
};

/** An emergency is over before anybody could attest it, and an EXCLUDE stands whatever is computed. */
const untouched: ReadonlySet<OverrideKind> = new Set(['EMERGENCY', 'EXCLUDE']);

const drifts = (life: Override): boolean =>
  life.status === 'approved' && !life.announced.has('ENDED') && !untouched.has(life.kind);

const types = [
  ...['text', 'text', 'text', 'text', 'date', 'date', 'date'],
  ...['boolean', 'date', 'date', 'date', 'int', 'text'],
];

/** A review asks about thousands at once. */
const put = async (rows: readonly Row[], tx: ClientBase): Promise<void> => {
  const cells = rows.map(cellsOf);
  await tx.query({
    name: 'override-dues-put',
    text: `insert into override_dues
           select * from unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')})
           on conflict (override_id) do update set drifts = excluded.drifts, valid_from = excluded.valid_from,
             announce_on = excluded.announce_on, ends_on = excluded.ends_on, noticed = excluded.noticed,
             life = excluded.life`,
    values: types.map((_, index) => cells.map((row) => row[index])),
  });
};

const cellsOf = ({ key, asked, life }: Row) => {
  const { on, end, noticed } = announcementsDue(life);
  return [
    ...[life.overrideId, key.scheme, key.view, key.externalId, asked.from, asked.until, asked.on],
    ...[drifts(life), life.from, on, end, noticed, textOfOverride(life)],
  ];
};
