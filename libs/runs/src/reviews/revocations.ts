import {
  isLive,
  override as anOverride,
  type OverrideId,
  type PersonId,
  type RevokeOverride,
} from '#libs/domain';
import { type Context, idFor, Refused } from '#libs/event-store';
import { type Day, isRefusal } from '#libs/kernel';
import { governingRoles } from '../overrides/decisions';
import type { OverrideDesk } from '../overrides/overrides-desk';
import type { Opened } from './reviews-found';

/** What a reviewer has decided to end. */
interface Revocation {
  readonly overrideId: OverrideId;
  readonly by: PersonId;
  readonly comment: string;
}

/** Ends what reviewers have decided to end: a decision is carried out as a command to the override. */
export class Revocations {
  constructor(private readonly desk: OverrideDesk) {}

  /** @throws Refused as the override would refuse it: nothing is decided that cannot be done */
  async canBe({ overrideId, by, comment: reason }: Revocation, today: Day): Promise<void> {
    const { timeline, told } = await this.desk.decisions.find(overrideId);
    const said = { overrideId, by, governs: true, reason, until: today, today };
    const command: RevokeOverride = { type: 'RevokeOverride', ...timeline, ...said };
    const outcome = anOverride.decide(command, told.overrides);
    if (isRefusal(outcome)) throw new Refused(outcome);
  }

  /** Ends, from today on, what of it stands still; done twice, it is done once. */
  async carryOut(review: Opened, today: Day, context: Context): Promise<void> {
    for (const { overrideId, by, comment } of revocationsIn(review)) {
      const { override } = await this.desk.decisions.find(overrideId);
      if (!isLive(override, today)) continue;
      // Whoever decides in a review decides about everybody's.
      const caller = { person: by, roles: governingRoles, seat: null };
      const reason = `Decided in the review of ${review.quarter.label}: ${comment}`.slice(0, 2000);
      const commandId = idFor(context.commandId, `revoke ${overrideId}`);
      const because = { ...context, commandId, actor: by, reason };
      await this.desk.decisions.revoke(overrideId, { caller, until: today, reason }, because);
    }
  }
}

const revocationsIn = (review: Opened): Revocation[] =>
  review.status === 'draft'
    ? []
    : [...review.items.values()].flatMap(({ item: { overrideId }, decided }) =>
        decided?.decision === 'REVOKE_OVERRIDE' && overrideId !== null
          ? [{ overrideId, by: decided.by, comment: decided.comment ?? '' }]
          : [],
      );
