import { override, type OverrideEvent, type OverrideId, type Overrides } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { projection } from '../projection';
import { type OverrideRow, readRows, writeRows } from './overrides.row';
import { telling } from './telling';

type Told = Pick<Recorded<OverrideEvent>, 'event' | 'position'>;

const tell = (told: Told, batch: Told[]): void => void batch.push(told);

/** Every override that was ever asked for, as it was last decided. */
export const overrides = projection<Told[]>({
  name: 'overrides',
  version: 1,
  tables: ['overrides'],
  begin: () => [],
  on: {
    OverrideRequested: tell,
    OverrideApprovalGiven: tell,
    OverrideApproved: tell,
    OverrideRejected: tell,
    OverrideWithdrawn: tell,
    OverrideRevoked: tell,
    OverrideSuperseded: tell,
    OverrideReconfirmed: tell,
    OverrideReattested: tell,
    EmergencyOverrideTaken: tell,
    OverrideRatified: tell,
    OverrideActivated: tell,
    OverrideExpired: tell,
    OverrideLapsed: tell,
    OverrideExpiryNoticed: tell,
    BasisDrifted: tell,
    BasisDriftCleared: tell,
  },
  write: async (batch, tx) => {
    const ids = batch.flatMap(({ event }) => [event.data.overrideId, ...renewed(event)]);
    const rows = await readRows([...new Set(ids)], tx);
    const lives = new Map([...rows.values()].map(({ life }) => [life.overrideId, life]));
    for (const told of batch) take(told, rows, lives);
    await writeRows(rows.values(), tx);
  },
});

/** What it renews is looked at for the evidence it brought. */
const renewed = ({ type, data }: OverrideEvent) =>
  type === 'OverrideRequested' && data.renews !== undefined ? [data.renews] : [];

const take = ({ event, position }: Told, rows: Map<OverrideId, OverrideRow>, lives: Overrides): void => {
  const { scheme, view, externalId, overrideId } = event.data;
  const before = rows.get(overrideId);
  const life = override.evolve(lives, event).get(overrideId);
  const told = telling(before?.told, event, String(position));
  // An event of an override that nobody has asked for says nothing.
  if (!life || !told) return;
  const { knownFrom = position } = before ?? {};
  rows.set(overrideId, { key: { scheme, view, externalId }, life, told, knownFrom, changedAt: position });
};
