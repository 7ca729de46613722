import type { Day } from '#libs/kernel';
import type { Profile } from '../account/account.events';
import type { DecidingRole } from '../org/delegation.events';
import type { OrgChart } from '../org/org-chart';
import type { PersonId, SchemeCode } from '../vocabulary';

/** What is to be decided, and who has had a part in it. Whoever acted for somebody is named beside them. */
export interface Matter {
  /** An emergency is ratified, an item of a pack is reviewed, all else is approved. */
  readonly act: 'approve' | 'ratify' | 'review';
  readonly scheme: SchemeCode;
  /** Who asked for it; who took it, where it is an emergency. */
  readonly requestedBy: readonly PersonId[];
  /** At the levels decided so far. */
  readonly approvedBy: readonly PersonId[];
  /** The account it is about. */
  readonly account?: KeptAccount | undefined;
  /** Of the policy that is to be approved. */
  readonly authoredBy?: readonly PersonId[];
  /** Who closed the periods that it reaches into. */
  readonly closedBy?: readonly PersonId[];
}

/** Who keeps an account: the seat that owns it, and its attributes `ae` and `csm`, each a person or a seat. */
export type KeptAccount = Pick<Profile, 'ownerSeat' | 'attributes'>;

/** Whoever is about to decide. */
export interface Decider {
  readonly person: PersonId;
  /** Their own, as their token names them. */
  readonly roles: readonly string[];
  /** The principal they decide for; themselves when absent. */
  readonly onBehalfOf?: PersonId | undefined;
  /** The role in which they decide, where one is asked for. */
  readonly as?: DecidingRole | undefined;
}

/** A decider before a matter, on a day, in the organisation as known at one position. */
export interface DutyQuestion {
  readonly matter: Matter;
  readonly decider: Decider;
  readonly chart: OrgChart;
  readonly on: Day;
}

/** For whom the decider could decide in this scheme on the day, whether they do so now or not. */
export const principalsOf = ({ matter, decider, chart, on }: DutyQuestion): readonly PersonId[] => {
  const standing = chart
    .delegationsHeldAgainst(decider.person, on)
    .filter(({ scope }) => scope.schemes.includes(matter.scheme))
    .map(({ principal }) => principal);
  return [...new Set([...(decider.onBehalfOf === undefined ? [] : [decider.onBehalfOf]), ...standing])];
};
