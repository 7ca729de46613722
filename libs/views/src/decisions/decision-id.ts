import type { Assessment } from '#libs/domain';
import type { Event } from '#libs/kernel';

/** A decision is called by its event; a restatement holds many, so each adds its day. */
export const decisionIdOf = (eventId: string, { type }: Event, { day }: Pick<Assessment, 'day'>): string =>
  type === 'TierRestated' ? `${eventId}/${day}` : eventId;
