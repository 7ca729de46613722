import { firstRefusal, type Outcome, type Refusal, refuse, type Rule } from '#libs/kernel';
import { isSamePerson } from '../org/same-person';
import type { SodFinding } from '../override/sod-finding';
import type { ApproverRole } from '../policy/approver-role';
import { refusalOf } from '../segregation/sod-violation';
import type { PersonId } from '../vocabulary';
import type { OfVersion, Policy, Written } from './policy-life';
import { wrongTime } from './policy-rules';
import { PolicyApprovalGiven, PolicyApproved, type SchemeEvent } from './scheme.events';

/** An approval by role. */
export interface Given {
  readonly role: ApproverRole;
  readonly approvedBy: PersonId;
}

/** The simulation that an approver says they have seen, and what has been found of it. */
export interface SimulationSeen {
  readonly hash?: string | undefined;
  /** `needed`: the version was simulated, and no hash is given. `unknown`: no simulation of it has this hash. */
  readonly trouble?: 'needed' | 'unknown' | 'moved-on' | undefined;
}

export interface ApprovePolicy extends OfVersion<'ApprovePolicy'> {
  readonly approvedBy: PersonId;
  /** The approver's roles, of those that a policy may ask for. */
  readonly roles?: readonly ApproverRole[];
  /** The role in which they approve; when absent, the first of theirs that is missing. */
  readonly as?: ApproverRole | undefined;
  /** What else the segregation of duties holds against them; nothing when absent. */
  readonly findings?: readonly SodFinding[];
  readonly simulation?: SimulationSeen;
  readonly comment?: string | undefined;
}

/** The roles whose approval a version still waits for; none where it asks for none, or has them. */
export const missingApprovals = (policy: Policy): readonly ApproverRole[] =>
  policy.status === 'draft' || policy.status === 'submitted' ? missing(policy) : [];

const missing = ({ document, approvals }: Written): readonly ApproverRole[] =>
  (document.approvals ?? []).filter((role) => approvals.every((one) => one.role !== role));

/** The role in which a command approves. */
const roleOf = ({ as, roles = [] }: ApprovePolicy, policy: Written): ApproverRole | undefined =>
  as ?? missing(policy).find((role) => roles.includes(role));

// ── Rules ───────────────────────────────────────────────────────────────────
const approverIsNotTheAuthor: Rule<ApprovePolicy, Written> = ({ approvedBy }, { author }) =>
  isSamePerson(approvedBy, author)
    ? refuse(
        'not-entitled',
        'SOD_VIOLATION',
        'A policy needs a second pair of eyes: its author does not approve it.',
        { rule: 'SOD-7' },
      )
    : undefined;

const nobodyIsConflicted: Rule<ApprovePolicy, Written> = ({ findings = [] }) => refusalOf(findings);

const roleIsHeld: Rule<ApprovePolicy, Written> = ({ as, roles = [] }) =>
  as === undefined || roles.includes(as)
    ? undefined
    : refuse(
        'not-entitled',
        'ROLE_NOT_HELD',
        `Only who has the role ${as} approves as ${as}: name a role of yours.`,
      );

const roleIsAskedFor: Rule<ApprovePolicy, Written> = ({ as, roles = [] }, policy) => {
  const { approvals: asked } = policy.document;
  if (asked === undefined || (as === undefined ? roles : [as]).some((role) => asked.includes(role)))
    return undefined;
  return refuse(
    'not-entitled',
    'ROLE_NOT_ASKED_FOR',
    `This version is approved by ${asked.join(', ')}: leave it to who has such a role.`,
    { asked, missing: missing(policy) },
  );
};

const approvesOnce: Rule<ApprovePolicy, Written> = ({ approvedBy }, { approvals }) =>
  approvals.some((one) => isSamePerson(one.approvedBy, approvedBy))
    ? refuse(
        'not-entitled',
        'SOD_VIOLATION',
        'Each approval is by another person: leave this one to somebody who has not approved the version yet.',
        { rule: 'SOD-5' },
      )
    : undefined;

const troubles: Record<NonNullable<SimulationSeen['trouble']>, Refusal> = {
  needed: refuse(
    'out-of-order',
    'SIMULATION_HASH_NEEDED',
    'This version has been simulated: approve it with the `simulationHash` of the simulation you have seen.',
  ),
  unknown: refuse(
    'out-of-order',
    'SIMULATION_STALE',
    'No simulation of this version has this hash: simulate it, look at the result, and approve with its hash.',
  ),
  'moved-on': refuse(
    'out-of-order',
    'SIMULATION_STALE',
    'Facts, or the plan of the scheme, have changed since the simulation: simulate again, and approve with the new hash.',
  ),
};

const simulationHolds: Rule<ApprovePolicy, Written> = ({ simulation }) =>
  simulation?.trouble ? troubles[simulation.trouble] : undefined;

const entitlementRules = [approverIsNotTheAuthor, nobodyIsConflicted, roleIsHeld, roleIsAskedFor];
const approvalRules = [approvesOnce, simulationHolds];

// ── Decision ────────────────────────────────────────────────────────────────
/** One approval of those that a version asks for; the last of them approves it. */
export const approval = (command: ApprovePolicy, policy: Policy): Outcome<SchemeEvent> => {
  if (policy.status === 'approved') return [];
  if (policy.status !== 'submitted') return wrongTime('approved', 'submitted', policy);
  const refusal = firstRefusal(entitlementRules, command, policy);
  if (refusal) return refusal;
  const role = roleOf(command, policy);
  const wanted = missing(policy);
  const isAsked = policy.document.approvals !== undefined;
  if (isAsked && (role === undefined || !wanted.includes(role))) return [];
  return firstRefusal(approvalRules, command, policy) ?? [given(command, isAsked ? role : undefined, wanted)];
};

const given = (
  { scheme, version, approvedBy, comment, simulation }: ApprovePolicy,
  role: ApproverRole | undefined,
  wanted: readonly ApproverRole[],
): SchemeEvent => {
  const said = {
    scheme,
    version,
    approvedBy,
    ...(simulation?.hash !== undefined && { simulationHash: simulation.hash }),
    ...(comment && { comment }),
  };
  if (role === undefined) return PolicyApproved(said);
  return wanted.length > 1 ? PolicyApprovalGiven({ ...said, role }) : PolicyApproved({ ...said, role });
};
