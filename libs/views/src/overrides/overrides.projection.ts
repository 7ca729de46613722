import { override, type OverrideEvent, type OverrideId, type Overrides } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { projection } from '../projection';
import { onOverrides } from './on-overrides';
import { type OverrideRow, readRows, writeRows } from './overrides.row';
import { telling } from './telling';

type Told = Pick<Recorded<OverrideEvent>, 'event' | 'position' | 'recordedAt' | 'revision'>;

const tell = (told: Told, batch: Told[]): void => void batch.push(told);

/** Every override that was ever asked for, as it was last decided; and how it stood after each event before. */
export const overrides = projection<Told[]>({
  name: 'overrides',
  version: 5,
  tables: ['overrides', 'overrides_before'],
  begin: () => [],
  on: onOverrides(tell),
  write: async (batch, tx) => {
    const ids = batch.flatMap(({ event }) => [event.data.overrideId, ...renewed(event)]);
    const rows = await readRows([...new Set(ids)], tx);
    const lives = new Map([...rows.values()].map(({ life }) => [life.overrideId, life]));
    const written = batch.flatMap((told) => take(told, rows, lives) ?? []);
    await writeRows(written, tx);
  },
});

/** What it renews is looked at for the evidence it brought. */
const renewed = ({ type, data }: OverrideEvent) =>
  type === 'OverrideRequested' && data.renews !== undefined ? [data.renews] : [];

const take = (
  { event, position, recordedAt, revision }: Told,
  rows: Map<OverrideId, OverrideRow>,
  lives: Overrides,
): OverrideRow | undefined => {
  const { scheme, view, externalId, overrideId } = event.data;
  const before = rows.get(overrideId);
  const life = override.evolve(lives, event).get(overrideId);
  const told = telling(before?.told, event, recordedAt);
  // An event of an override that nobody has asked for says nothing.
  if (!life || !told) return undefined;
  const { knownFrom = position } = before ?? {};
  const row = { key: { scheme, view, externalId }, life, told, knownFrom, changedAt: position, revision };
  rows.set(overrideId, row);
  return row;
};
