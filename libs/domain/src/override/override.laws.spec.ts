import fc from 'fast-check';
import { addDays, type Day, day, isRefusal } from '#libs/kernel';
import { asStored } from '../../../testing/src/given';
import { law } from '../../../testing/src/laws';
import {
  announce,
  approve,
  ask,
  breakGlass,
  ladderOfOneLevel,
  note,
  ratify,
  reattest,
  reject,
  revoke,
} from '../../../testing/src/override-commands';
import { awaitReview, noteReview } from '../../../testing/src/override-reviews';
import { fitTogether, nth, person } from '../../../testing/src/overrides';
import { override, type OverrideCommand } from './override';
import type { Overrides } from './override-life';
import { standingOverrides } from './composition/standing-override';
import { statusOn } from './status-on';

const start = day('2025-01-01');

const document = ladderOfOneLevel;
const often = <T>(times: number, one: T): T[] => Array.from({ length: times }, () => one);
const acts = [
  ...often(4, 'ask' as const),
  ...often(8, 'yes' as const),
  ...(['no', 'revoke', 'note', 'attest', 'take', 'ratify', 'ratify'] as const),
  ...(['asked', 'asked', 'answered'] as const),
];

const people = ['ana', 'rob', 'fin', 'cat', 'cem', 'eve'];
const moment = fc.record({
  who: fc.constantFrom(...people),
  for: fc.option(fc.constantFrom(...people), { nil: undefined, freq: 8 }),
});
const roles = fc.constantFrom(
  'revops' as const,
  'finance' as const,
  'cs-lead' as const,
  'committee' as const,
);
const wishes = fc
  .record({
    kind: fc.constantFrom('PIN', 'FLOOR', 'CEILING', 'FREEZE', 'EXCLUDE'),
    tier: fc.constantFrom('T1', 'T2', 'T3'),
    starts: fc.integer({ min: -4, max: 30 }),
    lasts: fc.integer({ min: 1, max: 60 }),
  })
  .map(
    ({ kind, tier, starts, lasts }) =>
      (today: Day) =>
        `${kind} ${kind === 'FREEZE' || kind === 'EXCLUDE' ? '-' : tier} ${addDays(today, starts)} ${addDays(today, starts + lasts)}`,
  );

/** A step of a story: so many days later somebody does something to what was asked for lately. */
const step = (oneLevel: boolean) =>
  fc.record({
    later: fc.integer({ min: 0, max: 5 }),
    back: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(4) }),
    what: fc.constantFrom(...acts),
    wish: wishes,
    instead: fc.boolean(),
    review: fc.integer({ min: 1, max: 2 }),
    ahead: fc.integer({ min: -3, max: 9 }),
    moment,
    role: oneLevel ? fc.constant('revops' as const) : roles,
    computed: fc.constantFrom('T1', 'T3', '-'),
  });
type Step = ReturnType<ReturnType<typeof step>['generate']>['value'];

/** The command of a step; who looks at an override sees what it stands upon. */
const commandOf = (one: Step, today: Day, state: Overrides, oneLevel: boolean): OverrideCommand => {
  const { what, wish, moment, role, computed } = one;
  const told = { on: today as string, ...(oneLevel && { document }) };
  const stored = [...state.values()].at(-1 - one.back);
  const overrideId = stored?.overrideId ?? nth(0);
  const deciding = {
    ...told,
    overrideId,
    onBehalfOf: moment.for === undefined ? undefined : person(moment.for),
  };
  const seen = stored && { basis: stored.basis, basisHash: stored.basisHash };
  const asking = {
    ...told,
    supersedes: one.instead && stored?.status === 'approved' ? overrideId : undefined,
  };
  const asker = { review: one.review, on: today };
  const elsewhere = [`${computed} 2025-01-01`];
  const commands: Record<(typeof acts)[number], () => OverrideCommand> = {
    ask: () => ask(state.size + 1, wish(today), asking),
    yes: () => approve(0, moment.who, role, { ...deciding, ...seen }),
    no: () => reject(0, moment.who, role, deciding),
    revoke: () => ({ ...revoke(0, addDays(today, 3), today), overrideId }),
    note: () => ({ ...note(0, elsewhere, today), overrideId }),
    attest: () => reattest(0, moment.who, elsewhere, { ...told, overrideId, roles: [role] }),
    take: () => breakGlass(state.size + 1, asking),
    ratify: () => ratify(0, moment.who, role, deciding),
    asked: () => ({ ...awaitReview(0, addDays(today, one.ahead), asker), overrideId }),
    answered: () => ({ ...noteReview(0, today, asker), overrideId }),
  };
  return commands[what]();
};

/** Plays a story; with a scheduler every step is preceded by whatever is to be announced. */
const play = (steps: readonly Step[], oneLevel: boolean, withScheduler = false) => {
  let today = start;
  let state = override.initialState();
  const outcomes: unknown[] = [];
  const take = (command: OverrideCommand) => {
    const outcome = override.decide(command, state);
    if (!isRefusal(outcome)) state = outcome.map(asStored(override.events)).reduce(override.evolve, state);
    return outcome;
  };
  for (const one of steps) {
    today = addDays(today, one.later);
    if (withScheduler) take(announce(today));
    outcomes.push(take(commandOf(one, today, state, oneLevel)));
  }
  return { state, today, outcomes };
};
const stories = (oneLevel: boolean) => fc.array(step(oneLevel), { minLength: 5, maxLength: 40, size: 'max' });

/** Thousands of stories of up to forty steps, some told twice: that takes its seconds. */
describe('the laws of overrides', () => {
  law(
    'with the scheduler off everything is as with it on',
    fc.property(stories(true), (steps) => {
      const [off, on] = [play(steps, true), play(steps, true, true)];
      expect(on.outcomes).toEqual(off.outcomes);
      for (let ahead = 0; ahead <= 120; ahead += 15) {
        const known = addDays(off.today, ahead);
        const all = (state: Overrides) => [
          standingOverrides(state.values(), known),
          [...state.values()].map((one) => [one.overrideId, statusOn(one, known)]),
        ];
        expect(all(on.state)).toEqual(all(off.state));
      }
    }),
  );

  law(
    'on no path two stand together that may not',
    fc.property(stories(true), (steps) => {
      const { state, today } = play(steps, true);
      expect(fitTogether(standingOverrides(state.values(), today))).toBe(true);
    }),
  );

  law(
    'on no path the requester approves, or one person twice',
    fc.property(stories(false), (steps) => {
      for (const { given, requestedBy, route, status, kind } of play(steps, false).state.values()) {
        const voices = given.flatMap(({ decidedBy, onBehalfOf }) => [
          ...new Set([decidedBy, onBehalfOf ?? decidedBy]),
        ]);
        expect(new Set(voices).size).toBe(voices.length);
        expect(voices.filter((voice) => requestedBy.includes(voice))).toEqual([]);
        if (status === 'approved' && kind !== 'EMERGENCY')
          for (const { role, quorum } of route)
            expect(given.filter((one) => one.role === role)).toHaveLength(quorum);
      }
    }),
  );

  law(
    'a command that is given twice changes nothing the second time',
    fc.property(stories(true), (steps) => {
      const { state, today } = play(steps, true);
      for (const one of steps) {
        const command = commandOf(one, today, state, true);
        const outcome = override.decide(command, state);
        if (isRefusal(outcome)) continue;
        outcome.map(asStored(override.events)).reduce(override.evolve, state);
        const again = override.decide(command, state);
        expect(isRefusal(again) || again.length === 0).toBe(true);
      }
    }),
    300,
  );
});
