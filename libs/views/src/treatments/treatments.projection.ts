import type { HandoverEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { copyRows } from '../copy';
import { keyTextOf } from '../decisions/timeline-key';
import { projection } from '../projection';
import { type CapacitySaid, writeCapacities } from './capacities.row';
import {
  type ChangeRow,
  cellsOfChange,
  columnsOfChange,
  type Settled,
  settleStored,
  type Settlement,
} from './treatment-changes.row';

interface Batch {
  /** Changes that the batch brings, by timeline and number. */
  readonly required: Map<string, ChangeRow>;
  /** Changes that stood open before, and end in it. */
  readonly settlements: Settlement[];
  readonly capacities: CapacitySaid[];
}

const keyOf = ({ data }: HandoverEvent, change: number): string => `${keyTextOf(data)} ${change}`;

const settle = (
  { event, position, recordedAt }: Recorded<HandoverEvent>,
  change: number,
  settled: Pick<Settled, 'as'> & Partial<Settled>,
  { required, settlements }: Batch,
): void => {
  const end: Settled = { by: null, on: null, comment: null, position, recordedAt, ...settled };
  const row = required.get(keyOf(event, change));
  if (row) row.settled = end;
  else settlements.push({ timeline: event.data, change, ...end });
};

/** What has to be treated otherwise and whether anybody has taken it on; and how many people are there for whom. */
export const treatments = projection<Batch>({
  name: 'treatments',
  version: 1,
  tables: ['treatment_changes', 'capacities'],
  lookups: ['a_timeline_has_at_most_one_open_change'],
  begin: () => ({ required: new Map(), settlements: [], capacities: [] }),
  on: {
    TreatmentChangeRequired: (recorded, batch) => {
      const { event } = recorded;
      if (event.data.supersedes !== undefined)
        settle(recorded, event.data.supersedes, { as: 'superseded' }, batch);
      batch.required.set(keyOf(event, event.data.change), { recorded, settled: null });
    },
    TreatmentAcknowledged: (recorded, batch) => {
      const { change, acknowledgedBy: by, acknowledgedOn: on, comment = null } = recorded.event.data;
      settle(recorded, change, { as: 'acknowledged', by, on, comment }, batch);
    },
    TreatmentChangeWithdrawn: (recorded, batch) =>
      settle(recorded, recorded.event.data.change, { as: 'withdrawn' }, batch),
    CapacitySet: ({ event: { data }, position }, { capacities }) =>
      void capacities.push({ ...data, position }),
  },
  write: async ({ required, settlements, capacities }, tx) => {
    await settleStored(settlements, tx);
    await copyRows(tx, 'treatment_changes', columnsOfChange, [...required.values()].map(cellsOfChange));
    await writeCapacities(capacities, tx);
  },
});
