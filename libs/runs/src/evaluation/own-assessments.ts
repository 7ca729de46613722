import { placement, type PlacementEvent, type Reassess } from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { assessmentIn } from './assessing';
import { type Assessed, restatesLater } from './tally';

/**
 * Finds among assessments that were on record already those that an earlier attempt at the same run has recorded.
 * They count as they were recorded: what became known since may have restated them.
 */
export const ownAssessments =
  (store: EventStore, runId: string, { scheme, effectiveOn }: { scheme: string; effectiveOn: Day }) =>
  async (assessed: readonly Assessed[]): Promise<Assessed[]> => {
    const streamOf = ({ externalId, view }: Assessed) =>
      `${placement.category}-${placement.idOf({ scheme, view, externalId } as Reassess)}`;
    const streams = await store.readMany(assessed.filter(({ recorded }) => !recorded).map(streamOf));
    return assessed.map((one) => {
      const own = (streams.get(streamOf(one)) ?? [])
        .map(({ event }) => event as PlacementEvent)
        .filter((event) => isOf(event, runId));
      const assessment = own.map((event) => assessmentIn(event, effectiveOn)).find((told) => told);
      if (!assessment) return one;
      return { ...one, assessment, recorded: true, restated: restatesLater(own, effectiveOn) };
    });
  };

const isOf = ({ data }: PlacementEvent, runId: string): boolean => data.cause.runId === runId;
