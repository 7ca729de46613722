import { type AccountEvent, type Cause, type Measure, parentMeasure, type ServiceLine } from '#libs/domain';
import type { Position, Recorded } from '#libs/event-store';
import { type Day, earliest } from '#libs/kernel';

/** Something became known of an account, and its timelines may be others for it. */
export interface Trigger {
  readonly externalId: string;
  readonly position: Position;
  readonly eventId: string;
  readonly correlationId: string;
  readonly cause: Cause;
  /** The earliest day it speaks of, and of what; null when that cannot be told, so that every day may change. */
  readonly reach: Reach | null;
  /** It became known of somebody under the account: only a policy that reads families may come to something else. */
  readonly ofFamily?: boolean;
}

export interface Reach {
  readonly from: Day;
  /** Null for revenue. */
  readonly measures: ReadonlySet<Measure> | null;
  /** The service lines it speaks of; null when that cannot be told. */
  readonly lines: ReadonlySet<ServiceLine> | null;
  /** Whether the day on which the account came in may move even behind `from` itself. */
  readonly takesAway: boolean;
}

/** Fact ids named as a cause at most. */
const mostFactIds = 20;

/** The trigger that an event is; undefined when no timeline can differ for it. */
export const triggerOf = (recorded: Recorded<AccountEvent>): Trigger | undefined => {
  const { event, id: eventId, position, context } = recorded;
  const about = {
    externalId: event.data.externalId,
    position,
    eventId,
    correlationId: context.correlationId,
  };
  switch (event.type) {
    case 'AccountOnboarded':
      return { ...about, cause: { kind: 'ACCOUNT', eventId }, reach: null };
    case 'AccountChanged':
      // Nothing else of a profile has a part in a timeline.
      if (event.data.before.onboardedOn === event.data.after.onboardedOn) return undefined;
      return { ...about, cause: { kind: 'ACCOUNT', eventId }, reach: null };
    case 'FactsRecorded':
    case 'RevenueRecorded':
      return { ...about, cause: factCause(eventId, event.data.facts), reach: reachOf(event.data.facts) };
    case 'FactCorrected':
    case 'FactRetracted': {
      const { retroKind, factId, reason, before, measure } = event.data;
      const cause = { kind: retroKind, eventId, factIds: [factId], reason };
      const from = 'after' in event.data ? earliest(before.day, event.data.after.day) : before.day;
      return {
        ...about,
        cause,
        reach: { from, measures: measure && new Set([measure]), lines: null, takesAway: true },
      };
    }
    case 'AccountMerged':
      return { ...about, cause: { kind: 'LINEAGE', eventId, reason: event.data.reason }, reach: null };
    case 'AccountSplit':
      // The account goes on as it was; its parts come in by themselves.
      return undefined;
    case 'LineageUndone':
      if (event.data.kind === 'split') return undefined;
      return { ...about, cause: undoing(eventId, event.data), reach: null };
    case 'AccountWithdrawn':
      return { ...about, cause: undoing(eventId, event.data), reach: null };
  }
};

const undoing = (
  eventId: string,
  { retroKind, reason }: { retroKind: Cause['kind']; reason: string },
): Cause => ({
  kind: retroKind,
  eventId,
  reason,
});

/** The trigger that an event is for those above its account; undefined when no family can differ for it. */
export const familyTriggerOf = (recorded: Recorded<AccountEvent>): Trigger | undefined => {
  const { event, id: eventId, position, context } = recorded;
  if (event.type === 'FactsRecorded') {
    const parents = event.data.facts.filter(({ measure }) => measure === parentMeasure);
    const trigger = parents.length > 0 ? triggerOf(recorded) : undefined;
    return trigger && { ...trigger, reach: reachOf(parents) };
  }
  if (event.type === 'FactCorrected' || event.type === 'FactRetracted')
    return event.data.measure === null || event.data.measure === parentMeasure
      ? triggerOf(recorded)
      : undefined;
  if (event.type !== 'AccountChanged') return triggerOf(recorded);
  const { externalId, before, after } = event.data;
  if (before.parentExternalId === after.parentExternalId) return undefined;
  const { correlationId } = context;
  return { externalId, position, eventId, correlationId, cause: { kind: 'ACCOUNT', eventId }, reach: null };
};

const factCause = (eventId: string, facts: readonly { factId: string }[]): Cause => ({
  kind: 'FACT',
  eventId,
  factIds: facts.slice(0, mostFactIds).map(({ factId }) => factId),
});

type Fact = { readonly serviceLine?: ServiceLine } & (
  { readonly occurredOn: Day } | { readonly validFrom: Day; readonly measure: Measure }
);

const reachOf = (facts: readonly Fact[]): Reach => {
  const days = facts.map((fact) => ('measure' in fact ? fact.validFrom : fact.occurredOn));
  const measures = new Set(facts.flatMap((fact) => ('measure' in fact ? [fact.measure] : [])));
  const lines = new Set(facts.flatMap(({ serviceLine }) => serviceLine ?? []));
  const from = days.reduce(earliest);
  return { from, measures: measures.size > 0 ? measures : null, lines, takesAway: false };
};
