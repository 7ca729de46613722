import type { ExternalId, FactId, InputFact, Measure, Profile, RevenueFact, ServiceLine } from '#libs/domain';
import type { Day } from '#libs/kernel';

/** A file's row, understood: what it says of which account. */
export type Row = { readonly line: number; readonly raw: string; readonly externalId: ExternalId } & (
  | { readonly says: 'profile'; readonly profile: Profile }
  | {
      readonly says: 'fact';
      readonly fact: InputFact | RevenueFact;
      /** The id is that of the source's record, which may tell several facts. */
      readonly ofRecord: boolean;
    }
  | { readonly says: 'withdrawal'; readonly of: Withdrawn }
);

/** Which fact an empty value withdraws: by its id, or the one of a measure that is valid from a day. */
export type Withdrawn =
  | { readonly factId: FactId }
  | { readonly measure: Measure; readonly validFrom: Day; readonly serviceLine?: ServiceLine };

/** Why a row is not taken. */
export class Misfit {
  constructor(
    readonly code: string,
    readonly detail: string,
  ) {}
}
