import { accountView, OverrideId } from '#libs/domain';
import { idFor } from '#libs/event-store';
import { compositeId } from '#libs/kernel';

interface OnTimeline {
  readonly scheme: string;
  readonly view?: string | undefined;
  readonly externalId: string;
}

/** The same command is the same override; a key that was forgotten and is used again for another timeline is not. */
export const idOf = (commandId: string, { scheme, view = accountView, externalId }: OnTimeline): OverrideId =>
  OverrideId.parse(idFor(commandId, `override ${compositeId(scheme, view, externalId)}`));
