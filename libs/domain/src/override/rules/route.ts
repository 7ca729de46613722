import { z } from 'zod';
import { compareDecimals, type Day, type Decimal, daysBetween, type FiscalCalendar } from '#libs/kernel';
import { DecidingRole } from '../../org/delegation.events';
import type { Jump } from './jump';
import type { OverrideRules, RouteCondition, RouteRule } from './override-rules';
import type { Wanted } from '../override-type';
import { quartersLater } from './term';

/** One level of an approval: whose it is, how many of them have to say yes, and what chose it. */
export const Level = z.object({
  level: z.int().min(1),
  role: DecidingRole,
  quorum: z.int().min(1),
  of: z.int().min(1),
  /** Sentences. */
  because: z.array(z.string()),
});
export type Level = z.infer<typeof Level>;

/** All that a route can depend on. */
export interface RouteQuestion {
  readonly wanted: Wanted;
  readonly jump: Jump;
  readonly arr: Decimal | null;
  readonly renewalOn: Day | null;
  /** How many renewals in a row this one is; 0 for what renews nothing. */
  readonly renewal: number;
  /** Whether it begins in the past. */
  readonly retro: boolean;
  readonly calendar: FiscalCalendar;
}

type Test<Limit> = (limit: Limit, question: RouteQuestion) => string | undefined;
type Tests = { readonly [K in keyof RouteCondition]-?: Test<NonNullable<RouteCondition[K]>> };

const said = (holds: boolean, sentence: string): string | undefined => (holds ? sentence : undefined);

/** Of each condition: the sentence that says how it holds; undefined when it does not. */
const tests: Tests = {
  types: (types, { wanted: { kind } }) =>
    said(
      types.some((type) => type === kind),
      `Its type is ${kind}.`,
    ),
  jumpAtLeast: (least, { jump: { distance } }) =>
    said(distance >= least, `The jump is ${distance}, and ${least} or more is asked about.`),
  jumpAtMost: (most, { jump: { distance } }) =>
    said(distance <= most, `The jump is ${distance}, at most ${most}.`),
  direction: (direction, { jump }) => said(jump.direction === direction, `It goes ${direction}.`),
  arrUnder: (limit, { arr }) =>
    said(arr !== null && compareDecimals(arr, limit) < 0, `The ARR is ${arr}, under ${limit}.`),
  arrAtLeast: (limit, { arr }) =>
    said(arr !== null && compareDecimals(arr, limit) >= 0, `The ARR is ${arr}, ${limit} or more.`),
  quartersAtMost: (quarters, { wanted: { from, until }, calendar }) =>
    said(
      until !== null && until <= quartersLater(from, quarters, calendar),
      `It lasts ${quarters === 1 ? 'one quarter' : `${quarters} quarters`} at most.`,
    ),
  renewalAtLeast: (least, { renewal }) =>
    said(renewal >= least, `It is renewal ${renewal} in a row, and ${least} or more is asked about.`),
  beforeRenewalDays: (days, { wanted: { from }, renewalOn }) => {
    const left = renewalOn === null ? -1 : daysBetween(from, renewalOn);
    return said(
      left >= 0 && left <= days,
      `The account renews ${left} days after it begins, within ${days}.`,
    );
  },
};

/** How every member of a condition holds; undefined when one does not. */
const howItHolds = (condition: RouteCondition, question: RouteQuestion): string[] | undefined => {
  const sentences: string[] = [];
  for (const name of Object.keys(condition) as (keyof RouteCondition)[]) {
    const limit = condition[name];
    if (limit === undefined) continue;
    // Each test is given the limit of its own name.
    const sentence = (tests[name] as Test<typeof limit>)(limit, question);
    if (sentence === undefined) return undefined;
    sentences.push(sentence);
  }
  return sentences;
};

interface Chosen {
  readonly levels: RouteRule['levels'];
  readonly because: readonly string[];
}

/** What a rule chooses, with all of its conditions that hold; undefined when none does. */
const chosenBy = ({ whenAny, levels }: RouteRule, question: RouteQuestion): Chosen | undefined => {
  const held = whenAny.flatMap((condition) => {
    const how = howItHolds(condition, question);
    return how ? [how.join(' ')] : [];
  });
  if (held.length === 0) return undefined;
  return { levels, because: held.map((how) => how || 'No other rule of the route applies.') };
};

/** A committee has the last word, and who runs the process the first. */
const sequence: readonly DecidingRole[] = ['revops', 'sales-leader', 'finance', 'cs-lead', 'committee'];

const oneLevelMore = ({ retroLevels }: OverrideRules, roles: ReadonlySet<DecidingRole>): Chosen => ({
  levels: retroLevels.filter((role) => !roles.has(role)).slice(0, 1),
  because: ['It decides about days that are past, which takes one level more.'],
});

/** Who has to approve, in their order, each with every condition that chose them. */
export const routeOf = (question: RouteQuestion, rules: OverrideRules): Level[] => {
  const base = rules.routes.map((rule) => chosenBy(rule, question)).find((chosen) => chosen !== undefined);
  const added = rules.additions.flatMap((rule) => chosenBy(rule, question) ?? []);
  const chosen = [base ?? lastResort, ...added];
  const roles = new Set(chosen.flatMap(({ levels }) => levels));
  const all = question.retro ? [...chosen, oneLevelMore(rules, roles)] : chosen;
  return levelsOf(all, rules);
};

/** Nothing is approved by nobody. */
const lastResort: Chosen = {
  levels: ['revops', 'committee'],
  because: ['No rule of the route of this policy applies.'],
};

const levelsOf = (chosen: readonly Chosen[], { committee }: OverrideRules): Level[] =>
  sequence
    .map((role) => ({
      role,
      because: chosen.filter(({ levels }) => levels.includes(role)).flatMap((one) => one.because),
    }))
    .filter(({ because }) => because.length > 0)
    .map(({ role, because }, index) => ({
      level: index + 1,
      role,
      ...(role === 'committee' ? committee : { quorum: 1, of: 1 }),
      because: [...because],
    }));

/** A route that goes on under another basis: nobody is left out of it who was asked already, and no voice of a quorum. */
export const withEarlierLevels = (route: readonly Level[], earlier: readonly Level[]): Level[] => {
  const left = earlier.filter(({ role }) => route.every((one) => one.role !== role));
  return [...route.map((level) => noSmaller(level, earlier)), ...left]
    .sort((a, b) => sequence.indexOf(a.role) - sequence.indexOf(b.role))
    .map((level, index) => ({ ...level, level: index + 1 }));
};

const noSmaller = (level: Level, earlier: readonly Level[]): Level => {
  const before = earlier.find(({ role }) => role === level.role);
  return before && before.quorum > level.quorum
    ? { ...level, quorum: before.quorum, of: Math.max(before.of, level.of) }
    : level;
};
