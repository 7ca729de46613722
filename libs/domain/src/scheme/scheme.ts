import { aggregate, type Day, type Outcome, refuse } from '#libs/kernel';
import { policyOn } from '../placement/due-days';
import type { AssessmentDay, RankedCohort } from '../placement/knowledge';
import type { ExternalId, SchemeCode } from '../vocabulary';
import * as life from './policy-life';
import type { Policy, PolicyCommand, Unscheduled, Written } from './policy-life';
import { notOpened } from './policy-rules';
import {
  AssessmentDayAdded,
  CohortRanked,
  SchemeChanged,
  type SchemeEvent,
  schemeEvents,
  SchemeOpened,
} from './scheme.events';
import { schemeKnowledge } from './scheme-knowledge';

// ── State: only what a decision needs ───────────────────────────────────────
export interface SchemeProfile {
  readonly name: string;
  readonly description: string;
  readonly primary: boolean;
}

export interface Scheme {
  /** Null until the scheme is opened. */
  readonly profile: SchemeProfile | null;
  /** Version n stands at n - 1. */
  readonly policies: readonly Policy[];
  readonly days: readonly AssessmentDay[];
  readonly cohorts: readonly RankedCohort[];
}

// ── Commands ────────────────────────────────────────────────────────────────
/** Opens a scheme, or changes what it is called. */
export interface PutScheme extends SchemeProfile {
  readonly type: 'PutScheme';
  readonly scheme: SchemeCode;
}

/** Adds a day on which accounts of the scheme are assessed. */
export interface AddAssessmentDay {
  readonly type: 'AddAssessmentDay';
  readonly scheme: SchemeCode;
  readonly day: Day;
  readonly kind: AssessmentDay['kind'];
  /** Null for the whole scheme. */
  readonly externalIds: readonly ExternalId[] | null;
  readonly runId: string;
  /** The ranking of the day's accounts, where the policy in force takes one. */
  readonly ranking?: Ranking | undefined;
}

/** A cohort ranked for a day. */
export type Ranking = Omit<Parameters<typeof CohortRanked>[0], 'scheme' | 'day' | 'runId'>;

export type SchemeCommand = PutScheme | AddAssessmentDay | PolicyCommand;

// ── Decisions ───────────────────────────────────────────────────────────────
const put = (
  { scheme, name, description, primary }: PutScheme,
  { profile }: Scheme,
): Outcome<SchemeEvent> => {
  const after = { scheme, name, description, primary };
  if (profile === null) return [SchemeOpened(after)];
  const same = name === profile.name && description === profile.description && primary === profile.primary;
  return same ? [] : [SchemeChanged(after)];
};

const addDay = (
  { scheme, day, kind, externalIds, runId, ranking }: AddAssessmentDay,
  state: Scheme,
): Outcome<SchemeEvent> => {
  if (state.profile === null) return notOpened(scheme);
  if (!policyOn(schemeKnowledge(state), day))
    return refuse(
      'against-policy',
      'POLICY_NOT_IN_FORCE',
      `No policy of ${scheme} is in force on ${day}: schedule an approved one that begins by then.`,
    );
  if (isAssessedOn(day, kind, externalIds, state.days)) return [];
  const added = AssessmentDayAdded({
    scheme,
    day,
    kind,
    externalIds: externalIds && [...externalIds],
    runId,
  });
  return ranking ? [CohortRanked({ ...ranking, scheme, day, runId }), added] : [added];
};

/** Whether all these accounts are assessed on the day already; a scheduled assessment does for an unscheduled one. */
const isAssessedOn = (
  day: Day,
  kind: AssessmentDay['kind'],
  externalIds: AddAssessmentDay['externalIds'],
  days: Scheme['days'],
): boolean => {
  const standing = days.filter((one) => one.day === day && (one.kind === 'scheduled' || one.kind === kind));
  if (standing.some((one) => one.externalIds === null)) return true;
  return externalIds?.every((id) => standing.some((one) => one.externalIds?.has(id))) ?? false;
};

// ── Evolutions ──────────────────────────────────────────────────────────────
const revise = (scheme: Scheme, version: number, change: (policy: Policy) => Policy): Scheme => ({
  ...scheme,
  policies: scheme.policies.map((policy, index) => (index === version - 1 ? change(policy) : policy)),
});

/** Of a version that is not scheduled yet. */
const rewrite =
  <Data extends { readonly version: number }>(
    change: (data: Data, policy: Written) => Partial<Unscheduled>,
  ) =>
  (scheme: Scheme, data: Data): Scheme =>
    revise(scheme, data.version, (policy) =>
      'author' in policy ? { ...policy, ...change(data, policy) } : policy,
    );

const countScheduled = ({ policies }: Scheme): number =>
  policies.filter((policy) => 'scheduledAs' in policy).length;

// ── The aggregate ───────────────────────────────────────────────────────────
/** A family of tiers: its policy versions through their lives, and the days of its reviews. */
export const scheme = aggregate<Scheme, SchemeCommand, SchemeEvent>({
  category: 'scheme',
  idOf: ({ scheme: code }) => code,
  events: schemeEvents,
  initialState: () => ({ profile: null, policies: [], days: [], cohorts: [] }),
  decide: {
    PutScheme: put,
    DraftPolicy: life.draft,
    SubmitPolicy: life.submit,
    ApprovePolicy: life.approve,
    RejectPolicy: life.reject,
    SchedulePolicy: life.schedule,
    RetirePolicy: life.retire,
    ShadowPolicy: life.shadow,
    UnshadowPolicy: life.unshadow,
    AddAssessmentDay: addDay,
  },
  evolve: {
    SchemeOpened: (state, { name, description, primary }) => ({
      ...state,
      profile: { name, description, primary },
    }),
    SchemeChanged: (state, { name, description, primary }) => ({
      ...state,
      profile: { name, description, primary },
    }),
    PolicyDrafted: (state, { document, author }) => ({
      ...state,
      policies: [...state.policies, { status: 'draft', document, author, approvals: [], shadowFrom: null }],
    }),
    PolicySubmitted: rewrite(() => ({ status: 'submitted' })),
    PolicyApprovalGiven: rewrite(({ role, approvedBy }, { approvals }) => ({
      approvals: [...approvals, { role, approvedBy }],
    })),
    PolicyApproved: rewrite(() => ({ status: 'approved' })),
    PolicyRejected: rewrite(() => ({ status: 'rejected', shadowFrom: null })),
    PolicyShadowed: rewrite(({ from }) => ({ shadowFrom: from })),
    PolicyUnshadowed: rewrite(() => ({ shadowFrom: null })),
    PolicyScheduled: (state, { version, effectiveFrom }) =>
      revise(state, version, ({ document }) => ({
        status: 'scheduled',
        document,
        effectiveFrom,
        scheduledAs: countScheduled(state) + 1,
      })),
    PolicyRetired: (state, { version, effectiveUntil }) =>
      revise(state, version, (policy) =>
        'scheduledAs' in policy ? { ...policy, status: 'retired', effectiveUntil } : policy,
      ),
    AssessmentDayAdded: (state, { day, kind, externalIds }) => ({
      ...state,
      days: [...state.days, { day, kind, externalIds: externalIds && new Set<string>(externalIds) }],
    }),
    CohortRanked: (state, { day, policyVersion, cuts }) => ({
      ...state,
      cohorts: [...state.cohorts, { day, policyVersion, cuts }],
    }),
  },
});
