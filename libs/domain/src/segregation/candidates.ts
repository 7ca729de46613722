import type { Day } from '#libs/kernel';
import type { DecidingRole } from '../org/delegation.events';
import type { OrgChart } from '../org/org-chart';
import { foldedName } from '../org/same-person';
import type { SodFinding } from '../override/sod-finding';
import type { Decider, Matter } from './matter';
import { conflictsOf } from './segregation';

/** A level that asks for so many decisions of a role. */
export interface LevelAsked {
  readonly role: DecidingRole;
  /** One when absent. */
  readonly quorum?: number;
}

/** Somebody known to hold roles in their own right. */
export type RoleHolder = Pick<Decider, 'person' | 'roles'>;

export interface Barred {
  readonly decider: Decider;
  readonly findings: readonly SodFinding[];
}

/** Who has the role of a level, and what the segregation of duties leaves of them. */
export interface Candidates {
  readonly level: LevelAsked;
  readonly may: readonly Decider[];
  readonly barred: readonly Barred[];
}

export interface Manning {
  readonly levels: readonly LevelAsked[];
  readonly people: readonly RoleHolder[];
  readonly matter: Matter;
  readonly chart: OrgChart;
  readonly on: Day;
}

/** Level by level: who may decide, in their own right or for somebody else, and who may not and why. */
export const candidatesOf = ({ levels, people, matter, chart, on }: Manning): readonly Candidates[] =>
  levels.map((level) => {
    const asked = people
      .flatMap((holder) => capacitiesOf(holder, level.role, matter, chart, on))
      .map((decider) => ({ decider, findings: conflictsOf({ matter, decider, chart, on }) }));
    return {
      level,
      may: asked.filter(({ findings }) => findings.length === 0).map(({ decider }) => decider),
      barred: asked.filter(({ findings }) => findings.length > 0),
    };
  });

/** How somebody can decide in a role: in their own right where they have it, else for each principal who delegated it. */
export const capacitiesOf = (
  { person, roles }: RoleHolder,
  role: DecidingRole,
  { scheme }: Pick<Matter, 'scheme'>,
  chart: OrgChart,
  on: Day,
): readonly Decider[] => {
  if (roles.includes(role)) return [{ person, roles, as: role }];
  return chart
    .delegationsOf(person, on)
    .filter(({ scope }) => scope.roles.includes(role) && scope.schemes.includes(scheme))
    .map(({ principal }) => ({ person, roles, as: role, onBehalfOf: principal }));
};

/**
 * Why a request can never be approved: a level is left without enough deciders, or the levels together without enough
 * different ones. A level of which nobody at all is known is none of these rules' business.
 */
export const nobodyLeft = (candidates: readonly Candidates[]): readonly SodFinding[] => {
  const short = candidates.flatMap(shortOf);
  if (short.length > 0) return short;
  const slots = candidates
    .flatMap(({ level: { quorum = 1 }, may }) =>
      Array.from({ length: Math.min(quorum, peopleAmong(may)) }, () => may),
    )
    .sort((a, b) => a.length - b.length);
  return canBeFilled(slots, new Set())
    ? []
    : [
        {
          rule: 'SOD-5',
          detail:
            'The levels together need more different people than may decide: have more of them appointed.',
        },
      ];
};

/** A sentence for each of a few is enough to see what stands in the way. */
const mostNamed = 5;

const shortOf = ({ level: { role, quorum = 1 }, may, barred }: Candidates): readonly SodFinding[] => {
  const [first] = barred;
  if (!first || peopleAmong(may) >= quorum) return [];
  const { rule } = first.findings[0]!;
  const why = barred
    .slice(0, mostNamed)
    .map(({ findings }) => findings[0]!.detail)
    .join(' ');
  return [
    {
      rule,
      detail: `Too few are left to decide as ${role}: have somebody appointed, or leave the request to somebody else. ${why}`,
    },
  ];
};

const peopleAmong = (deciders: readonly Decider[]): number =>
  new Set(deciders.map(({ person }) => foldedName(person))).size;

/** Whether each slot can be given to one of its candidates, no voice heard twice; slots of one level are filled in one order only. */
const canBeFilled = (
  [slot, ...others]: readonly (readonly Decider[])[],
  heard: ReadonlySet<string>,
  from = 0,
): boolean => {
  if (!slot) return true;
  return slot.slice(from).some(({ person, onBehalfOf = person }, index) => {
    const voices = [person, onBehalfOf].map(foldedName);
    if (voices.some((voice) => heard.has(voice))) return false;
    const next = others[0] === slot ? from + index + 1 : 0;
    return canBeFilled(others, new Set([...heard, ...voices]), next);
  });
};
