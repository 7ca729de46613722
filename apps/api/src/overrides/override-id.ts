import { OverrideId } from '#libs/domain';
import { idFor } from '#libs/event-store';

/** The same command is the same override. */
export const idOf = (commandId: string): OverrideId => OverrideId.parse(idFor(commandId, 'override'));
