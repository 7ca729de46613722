import { type Day, type Refusal, refuse } from '#libs/kernel';
import type { ExternalId } from '../../vocabulary';

/** From which day on an account is part of another. */
export interface Merger {
  readonly on: Day;
  readonly into: ExternalId;
}

/** Why nothing is decided that would begin when the account is part of another: nothing of its own is left to shape. */
export const whyMerged = (
  from: Day,
  { externalId, merger }: { readonly externalId: ExternalId; readonly merger?: Merger | undefined },
): Refusal | undefined =>
  !merger || from < merger.on
    ? undefined
    : refuse(
        'against-policy',
        'ACCOUNT_MERGED',
        `${externalId} is part of ${merger.into} from ${merger.on} on, and has no tier of its own: ask for an override of ${merger.into}.`,
        { mergedInto: merger.into, on: merger.on },
      );
