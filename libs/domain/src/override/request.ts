import {
  addDays,
  firstRefusal,
  type Outcome,
  quarterOf,
  type Refusal,
  refuse,
  type Rule,
} from '#libs/kernel';
import { refusalOf } from '../segregation/sod-violation';
import type { Evidence, OverrideId, PersonId, Seat } from '../vocabulary';
import { whyNotBeside } from './beside';
import { type Ground, placesIn, prospectOf, whyClosed } from './ground';
import { type OverrideEvent, OverrideRequested } from './override.events';
import type { Overrides } from './override-life';
import { whyMerged } from './rules/merger';
import { overrideRulesOf } from './rules/override-rules';
import { aboutOf, type OfOverride, type OverrideType, type Wanted } from './override-type';
import { renewalNumber, whyNoRenewal } from './renewal';
import type { SodFinding } from './sod-finding';
import { wantedRules } from './rules/wanted-rules';

export interface RequestOverride extends OfOverride<'RequestOverride'>, Ground {
  readonly wanted: Wanted & { readonly kind: OverrideType };
  readonly reasonCode: string;
  readonly justification: string;
  readonly evidence: readonly Evidence[];
  readonly supersedes?: OverrideId | undefined;
  readonly renews?: OverrideId | undefined;
  readonly requestedBy: PersonId;
  /** The principal for whom a delegate asks. */
  readonly onBehalfOf?: PersonId | undefined;
  /** Whose quota it counts in. */
  readonly seat: Seat;
  /** Why nobody could approve it; nothing when somebody can. */
  readonly findings: readonly SodFinding[];
}

// ── Rules ───────────────────────────────────────────────────────────────────
const somebodyCouldApprove: Rule<RequestOverride, Overrides> = ({ findings }) => refusalOf(findings);

const accountHasTiers: Rule<RequestOverride, Overrides> = (command) =>
  whyMerged(command.wanted.from, command);

const pastIsOpen: Rule<RequestOverride, Overrides> = ({ wanted, openSince }) =>
  whyClosed(wanted.from, { openSince });

/** What a new one takes the place of is one that was approved. */
export const supersededIsApproved = (
  { supersedes }: { readonly supersedes?: OverrideId | undefined },
  overrides: Overrides,
): Refusal | undefined =>
  supersedes === undefined || overrides.get(supersedes)?.status === 'approved'
    ? undefined
    : refuse(
        'unknown',
        'NOT_FOUND',
        `No override ${supersedes} has been approved here: name one that \`supersedes\` can take the place of.`,
      );

const renewalIsDue: Rule<RequestOverride, Overrides> = (
  { renews, document, today, ...request },
  overrides,
) =>
  renews === undefined
    ? undefined
    : whyNoRenewal({ ...request, renews }, overrides, overrideRulesOf(document), today);

const standsBesideTheOthers: Rule<RequestOverride, Overrides> = (command, overrides) =>
  whyNotBeside(
    { wanted: command.wanted, supersedes: command.supersedes ?? null },
    overrides.values(),
    placesIn(command.document),
    command.today,
  );

const requestRules: readonly Rule<RequestOverride, Overrides>[] = [
  somebodyCouldApprove,
  accountHasTiers,
  ...wantedRules,
  pastIsOpen,
  supersededIsApproved,
  renewalIsDue,
  standsBesideTheOthers,
];

// ── Decision ────────────────────────────────────────────────────────────────
/** Asking for an override; what it would come to is what its route is chosen by. */
export const request = (command: RequestOverride, overrides: Overrides): Outcome<OverrideEvent> => {
  if (overrides.has(command.overrideId)) return [];
  return firstRefusal(requestRules, command, overrides) ?? [requested(command, overrides)];
};

const requested = (command: RequestOverride, overrides: Overrides): OverrideEvent => {
  const { wanted, supersedes, renews, today, calendar, document } = command;
  const renewal = renewalNumber(command, overrides, today);
  const { jump, route } = prospectOf(wanted, command, renewal);
  return OverrideRequested({
    ...aboutOf(command),
    type: wanted.kind,
    tier: wanted.tier,
    from: wanted.from,
    until: wanted.until,
    reasonCode: command.reasonCode,
    justification: command.justification,
    evidence: [...command.evidence],
    ...(supersedes && { supersedes }),
    ...(renews && { renews }),
    renewal,
    ...(wanted.from < today && { retroKind: 'RETRO_DECISION' }),
    requestedBy: command.requestedBy,
    ...(command.onBehalfOf !== undefined && { onBehalfOf: command.onBehalfOf }),
    requestedOn: today,
    decideBy: addDays(today, overrideRulesOf(document).approvalWithinDays),
    seat: command.seat,
    quarter: quarterOf(today, calendar).label,
    jump,
    route: [...route],
    basis: command.basis,
    basisHash: command.basisHash,
  });
};
