import { type Outcome, type Refusal, refuse } from '#libs/kernel';
import type { PersonId } from '../vocabulary';
import { firstDay, isPending } from './approval';
import { type Ground, prospectOf } from './ground';
import { type OverrideEvent, OverrideReconfirmed } from './override.events';
import type { Overrides, Requested } from './override-life';
import { aboutOf, type OfOverride } from './override-type';
import { unknownOverride, wrongTime } from './refusals';
import { whyMerged } from './rules/merger';
import { withEarlierLevels } from './rules/route';

export interface ReconfirmOverride extends OfOverride<'ReconfirmOverride'>, Ground {
  readonly by: PersonId;
  /** The hash of the basis that they have looked at; the present one where they do not say. */
  readonly basisSeen?: string | undefined;
  readonly comment?: string | undefined;
}

/** Why what somebody has looked at is not what stands now. */
export const whyNotPresent = ({
  basisSeen,
  basisHash,
}: Pick<ReconfirmOverride, 'basisSeen' | 'basisHash'>): Refusal | undefined =>
  basisSeen === undefined || basisSeen === basisHash
    ? undefined
    : refuse(
        'out-of-order',
        'BASIS_CHANGED',
        'It has changed once more since you looked: look again, and answer with its present `basis`.',
        { now: basisHash },
      );

/** What it was asked for upon has changed, and it is wanted still; who has said yes has said so. */
export const reconfirm = (command: ReconfirmOverride, overrides: Overrides): Outcome<OverrideEvent> => {
  const { overrideId, today, basisHash } = command;
  const override = overrides.get(overrideId);
  if (!override) return unknownOverride(command);
  if (!isPending(override, today)) return wrongTime('reconfirmed', 'while it is in review', override, today);
  if (basisHash === override.basisHash) return [];
  return (
    whyMerged(firstDay(override, today), command) ??
    whyNotPresent(command) ?? [reconfirmed(command, override)]
  );
};

const reconfirmed = (command: ReconfirmOverride, override: Requested): OverrideEvent => {
  const { basis, basisHash, by, comment } = command;
  const { jump, route } = prospectOf(override, command, override.renewal, override.retro);
  return OverrideReconfirmed({
    ...aboutOf(command),
    jump,
    route: withEarlierLevels(route, override.route),
    basis,
    basisHash,
    reconfirmedBy: by,
    ...(comment && { comment }),
  });
};
