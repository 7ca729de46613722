import {
  aggregate,
  type Day,
  daysBetween,
  firstRefusal,
  type Outcome,
  refuse,
  type Rule,
} from '#libs/kernel';
import { sodViolation } from '../segregation/sod-violation';
import type { PersonId } from '../vocabulary';
import {
  type DelegationEvent,
  delegationEvents,
  DelegationGranted,
  type DelegationId,
  DelegationRevoked,
  type DelegationScope,
} from './delegation.events';

/** A delegation lasts no longer. */
const mostDaysOfDelegation = 30;

// ── State: only what a decision needs ───────────────────────────────────────
type Granted = Parameters<typeof DelegationGranted>[0];
export type Delegation = { readonly status: 'none' } | ({ readonly status: 'granted' } & Granted);

// ── Commands ────────────────────────────────────────────────────────────────
/** A principal lets somebody decide for them for a while. */
export interface GrantDelegation {
  readonly type: 'GrantDelegation';
  readonly delegationId: DelegationId;
  readonly principal: PersonId;
  /** The roles that the principal holds in their own right, never by delegation. */
  readonly ownRoles: readonly string[];
  readonly delegate: PersonId;
  readonly scope: DelegationScope;
  readonly from: Day;
  readonly until: Day;
  readonly today: Day;
}

export interface RevokeDelegation {
  readonly type: 'RevokeDelegation';
  readonly delegationId: DelegationId;
  readonly until: Day;
  readonly by: PersonId;
  readonly today: Day;
}

export type DelegationCommand = GrantDelegation | RevokeDelegation;

// ── Rules ───────────────────────────────────────────────────────────────────
const delegateIsSomebodyElse: Rule<GrantDelegation, Delegation> = ({ principal, delegate }) =>
  delegate === principal
    ? refuse(
        'against-policy',
        'DELEGATION_TO_ONESELF',
        'You decide for yourself already: name somebody else.',
      )
    : undefined;

const daysLieAhead: Rule<GrantDelegation, Delegation> = ({ from, until, today }) =>
  from < today || until <= from
    ? refuse(
        'against-policy',
        'DELEGATION_DAYS',
        `A delegation begins on ${today} or later and ends after it begins: give such days.`,
      )
    : undefined;

const lastsNoLongerThanAllowed: Rule<GrantDelegation, Delegation> = ({ from, until }) =>
  daysBetween(from, until) > mostDaysOfDelegation
    ? sodViolation({
        rule: 'SOD-11',
        detail: `A delegation lasts at most ${mostDaysOfDelegation} days, and this one ${daysBetween(from, until)}: let it end sooner.`,
      })
    : undefined;

/** Roles that came by delegation are nobody's own, so what is delegated cannot be passed on. */
const onlyOwnRolesAreDelegated: Rule<GrantDelegation, Delegation> = ({ scope, ownRoles }) => {
  const foreign = scope.roles.filter((role) => !ownRoles.includes(role));
  return foreign.length > 0
    ? sodViolation({
        rule: 'SOD-11',
        detail: `You do not hold ${foreign.join(', ')} in your own right, and a delegation is not passed on: delegate roles of your own.`,
      })
    : undefined;
};

const noServiceDelegates: Rule<GrantDelegation, Delegation> = ({ ownRoles }) =>
  ownRoles.includes('service')
    ? sodViolation({ rule: 'SOD-6', detail: 'A service account decides nothing, so nobody decides for it.' })
    : undefined;

const grantingRules = [
  delegateIsSomebodyElse,
  noServiceDelegates,
  onlyOwnRolesAreDelegated,
  daysLieAhead,
  lastsNoLongerThanAllowed,
];

// ── Decisions ───────────────────────────────────────────────────────────────
const grant = (command: GrantDelegation, delegation: Delegation): Outcome<DelegationEvent> => {
  if (delegation.status === 'granted') return [];
  const { delegationId, principal, delegate, scope, from, until } = command;
  return (
    firstRefusal(grantingRules, command, delegation) ?? [
      DelegationGranted({ delegationId, principal, delegate, scope, from, until }),
    ]
  );
};

const revoke = (
  { delegationId, until, by, today }: RevokeDelegation,
  delegation: Delegation,
): Outcome<DelegationEvent> => {
  if (delegation.status === 'none')
    return refuse('unknown', 'NOT_FOUND', `There is no delegation ${delegationId}; grant it first.`);
  if (by !== delegation.principal && by !== delegation.delegate)
    return refuse(
      'not-entitled',
      'NOT_YOUR_DELEGATION',
      'Its principal or its delegate revokes a delegation.',
    );
  if (until < today)
    return refuse(
      'against-policy',
      'DELEGATION_DAYS',
      `What was decided by delegation stands: let it end on ${today} or later.`,
    );
  return until >= delegation.until ? [] : [DelegationRevoked({ delegationId, until, revokedBy: by })];
};

/** Somebody decides for somebody else: in some roles and schemes, for some days, and no further. */
export const delegation = aggregate<Delegation, DelegationCommand, DelegationEvent>({
  category: 'delegation',
  idOf: ({ delegationId }) => delegationId,
  events: delegationEvents,
  initialState: () => ({ status: 'none' }),
  decide: { GrantDelegation: grant, RevokeDelegation: revoke },
  evolve: {
    DelegationGranted: (_, granted) => ({ status: 'granted', ...granted }),
    DelegationRevoked: (state, { until }) => (state.status === 'granted' ? { ...state, until } : state),
  },
});
