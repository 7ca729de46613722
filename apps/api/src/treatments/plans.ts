import { Injectable } from '@nestjs/common';
import {
  isOrdinal,
  type PolicyInForce,
  policyOn,
  scheme as aScheme,
  type SchemeEvent,
  schemeKnowledge,
  type TierDefinition,
} from '#libs/domain';
import { EventStore, type Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { notFound } from '../http/problem';

/** Which policy says how accounts are treated, as the scheme's stream tells it. */
@Injectable()
export class Plans {
  constructor(private readonly store: EventStore) {}

  /** The policy in force on a day, as known at a position. @throws Problem 404 when none is */
  async inForce(scheme: string, on: Day, upTo: Position): Promise<PolicyInForce> {
    let state = aScheme.initialState();
    for await (const { event, position } of this.store.read(`${aScheme.category}-${scheme}`)) {
      if (position > upTo) break;
      // A scheme's stream holds the scheme aggregate's events alone.
      state = aScheme.evolve(state, event as SchemeEvent);
    }
    const policy = policyOn(schemeKnowledge(state), on);
    if (policy) return policy;
    throw notFound(`No policy of ${scheme} is in force on ${on}: name a version, or a day on which one is.`);
  }
}

/** The best first where the tiers have an order, else as they stand. */
export const bestFirst = (document: PolicyInForce['document']): TierDefinition[] =>
  isOrdinal(document)
    ? [...document.tiers].sort((a, b) => (b.rank ?? 0) - (a.rank ?? 0))
    : [...document.tiers];
