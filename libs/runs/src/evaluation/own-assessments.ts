import { accountView, placement, type PlacementEvent, type Reassess } from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { speaksOf } from './assessing';
import type { Assessed } from './tally';

/** Finds among assessments that were on record already those that an earlier attempt at the same run has recorded. */
export const ownAssessments =
  (store: EventStore, runId: string, { scheme, effectiveOn }: { scheme: string; effectiveOn: Day }) =>
  async (assessed: readonly Assessed[]): Promise<Assessed[]> => {
    const streamOf = (externalId: string) =>
      `${placement.category}-${placement.idOf({ scheme, view: accountView, externalId } as Reassess)}`;
    const streams = await store.readMany(
      assessed.filter(({ recorded }) => !recorded).map(({ externalId }) => streamOf(externalId)),
    );
    return assessed.map((one) => {
      const events = streams.get(streamOf(one.externalId)) ?? [];
      const own = events.some(
        ({ event }) => isOf(event as PlacementEvent, runId) && speaksOf(event as PlacementEvent, effectiveOn),
      );
      return own ? { ...one, recorded: true } : one;
    });
  };

const isOf = ({ data }: PlacementEvent, runId: string): boolean => data.cause.runId === runId;
