import {
  capacitiesOf,
  type Candidates,
  candidatesOf,
  conflictsOf,
  type Decider,
  DecidingRole,
  type KeptAccount,
  type Level,
  type Matter,
  type Override,
  type PersonId,
  type SchemeCode,
  type SodFinding,
} from '#libs/domain';
import { Refused } from '#libs/event-store';
import { type Day, refuse } from '#libs/kernel';
import type { Organisation } from './org-book';

/** Who is asking, as their token says. */
export interface Caller {
  readonly person: PersonId;
  /** Their own, whatever they are called. */
  readonly roles: readonly string[];
  /** Null where the token names none. */
  readonly seat: string | null;
}

/** Somebody before a decision: in which roles, for whom, and what speaks against it. */
export interface DecidingNow {
  readonly decidedBy: PersonId;
  readonly onBehalfOf?: PersonId | undefined;
  readonly roles: readonly DecidingRole[];
  readonly findings: readonly SodFinding[];
}

export interface DutiesAsked {
  readonly organisation: Organisation;
  readonly scheme: SchemeCode;
  /** Who keeps the account. */
  readonly profile: KeptAccount;
  readonly today: Day;
}

/** What is to be decided of an override, as the segregation of duties looks at it. */
const matterOf = (
  override: Pick<Override, 'kind' | 'requestedBy' | 'given'>,
  { scheme, profile }: DutiesAsked,
): Matter => ({
  act: override.kind === 'EMERGENCY' ? 'ratify' : 'approve',
  scheme,
  requestedBy: override.requestedBy,
  approvedBy: override.given.flatMap(({ decidedBy, onBehalfOf }) =>
    onBehalfOf === undefined ? [decidedBy] : [decidedBy, onBehalfOf],
  ),
  account: profile,
});

/** How the caller stands before a decision in one of several roles: as what speaks least against. */
export const decidingNow = (
  caller: Caller & { readonly onBehalfOf?: PersonId | undefined },
  override: Pick<Override, 'kind' | 'requestedBy' | 'given'>,
  role: DecidingRole | undefined,
  asked: DutiesAsked,
): DecidingNow => {
  const { organisation, today: on } = asked;
  const matter = matterOf(override, asked);
  const judged = waysToDecide(caller, role, asked).map((decider) => ({
    decider,
    findings: conflictsOf({ matter, decider, chart: organisation.chart, on }),
  }));
  const { decider, findings } = judged.find((one) => one.findings.length === 0) ?? judged[0]!;
  const own = DecidingRole.options.filter(
    (one) => decider.onBehalfOf === undefined && caller.roles.includes(one),
  );
  return {
    decidedBy: caller.person,
    ...(decider.onBehalfOf !== undefined && { onBehalfOf: decider.onBehalfOf }),
    roles: decider.as ? [...new Set([...own, decider.as])] : own,
    findings,
  };
};

/** In their own right or for somebody who has let them; there is always one way, however much speaks against it. */
const waysToDecide = (
  { person, roles, onBehalfOf }: Caller & { readonly onBehalfOf?: PersonId | undefined },
  role: DecidingRole | undefined,
  { organisation, scheme, today }: DutiesAsked,
): readonly Decider[] => {
  const themselves = { person, roles };
  if (onBehalfOf !== undefined) return [{ ...themselves, onBehalfOf, ...(role && { as: role }) }];
  const ways = role ? capacitiesOf(themselves, role, { scheme }, organisation.chart, today) : [];
  return ways.length > 0 ? ways : [themselves];
};

/** Level by level: who of those that are known could decide now, and who could not and why. */
export const whoCould = (
  levels: readonly Level[],
  requestedBy: readonly PersonId[],
  asked: DutiesAsked,
): readonly Candidates[] =>
  candidatesOf({
    levels,
    people: asked.organisation.deciders(asked.today),
    matter: matterOf({ kind: 'PIN', requestedBy, given: [] }, asked),
    chart: asked.organisation.chart,
    on: asked.today,
  });

/** In which roles overrides are asked for. */
const asking: readonly DecidingRole[] = ['sales-leader', 'revops'];

/** Asking for somebody else, and out of their quota, is theirs to allow: by lending such a role. @throws Refused SOD_VIOLATION */
export const mayAskFor = (
  person: PersonId,
  principal: PersonId,
  { organisation, scheme, today }: Omit<DutiesAsked, 'profile'>,
): void => {
  const may = organisation.chart
    .delegationsOf(person, today)
    .filter((one) => one.principal === principal && one.scope.schemes.includes(scheme))
    .some(({ scope }) => scope.roles.some((role) => asking.includes(role)));
  if (may) return;
  const detail = `${principal} has not let ${person} ask for anything in ${scheme} on ${today}: ask in your own name.`;
  const finding: SodFinding = { rule: 'SOD-11', detail };
  throw new Refused(
    refuse('not-entitled', 'SOD_VIOLATION', detail, { rule: finding.rule, findings: [finding] }),
  );
};
