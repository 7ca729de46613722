import fc from 'fast-check';
import { addDays, type Day } from '#libs/kernel';
import { law } from '../../../testing/src/laws';
import {
  chartOf,
  delegated,
  person,
  revoked,
  scheme,
  seated,
  start,
} from '../../../testing/src/organisation';
import type { DecidingRole } from '../org/delegation.events';
import type { PersonId } from '../vocabulary';
import type { Decider } from './matter';
import { conflictsOf } from './segregation';

const names = ['ana', 'ben', 'cleo', 'dan', 'eve', 'fay'];
const people = fc.constantFrom(...names);
const chairs = ['s1', 's2', 's3', 's4', 's5'];
const seats = fc.constantFrom(...chairs);
const roles = fc.constantFrom<DecidingRole>('revops', 'finance', 'committee');
const days = fc.integer({ min: 0, max: 12 }).map((offset) => addDays(start, offset));

type Told = ReturnType<typeof seated> | ReturnType<typeof delegated> | ReturnType<typeof revoked>;
const told: fc.Arbitrary<Told> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(seats, fc.option(people), fc.option(seats), days)
      .map(([seat, holder, under, from]) => seated(seat, holder, { under, from })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(people, people, fc.nat(3), fc.uniqueArray(roles, { minLength: 1 }), days)
      .map(([principal, delegate, n, of, from]) => delegated(principal, delegate, { n, roles: of, from })),
  },
  { weight: 1, arbitrary: fc.tuple(days, people, fc.nat(3)).map(([until, by, n]) => revoked(until, by, n)) },
);

/** Every seat is filled from the start, most of them under another; who decides for whom is told as well. */
const opening = fc
  .record({
    filled: fc.tuple(
      ...chairs.map(() => fc.record({ holder: people, under: fc.option(seats, { freq: 3 }) })),
    ),
    granted: fc.array(fc.tuple(people, people, fc.uniqueArray(roles, { minLength: 1 })), { maxLength: 4 }),
  })
  .map(({ filled, granted }): Told[] => [
    ...filled.map(({ holder, under }, index) => seated(chairs[index]!, holder, { under })),
    ...granted.map(([principal, delegate, of], n) => delegated(principal, delegate, { n, roles: of })),
  ]);

const attempts = fc.record({
  who: people,
  as: fc.constantFrom('themselves', 'themselves', 'delegate', 'delegate', 'liar'),
  onBehalfOf: people,
});
type Attempt = typeof attempts extends fc.Arbitrary<infer A> ? A : never;

const stories = fc.record({
  known: opening,
  holders: fc.array(fc.uniqueArray(roles, { minLength: 1 }), {
    minLength: names.length,
    maxLength: names.length,
  }),
  requestedBy: fc.uniqueArray(people, { minLength: 1, maxLength: 2 }),
  levels: fc.uniqueArray(roles, { minLength: 1 }),
  act: fc.constantFrom('approve' as const, 'ratify' as const),
  steps: fc.array(
    fc.oneof(
      { weight: 1, arbitrary: told.map((event) => ({ event })) },
      { weight: 5, arbitrary: attempts.map((attempt) => ({ attempt })) },
    ),
    { minLength: 4, maxLength: 40 },
  ),
});
type Story = typeof stories extends fc.Arbitrary<infer S> ? S : never;

interface Approval {
  readonly by: string;
  readonly onBehalfOf: string | null;
  readonly on: Day;
  /** What was known when it was given. */
  readonly known: readonly Told[];
}

/** Plays a story: a day to each step, and each level decided by the first who tries, has its role and is free to. */
const approvalsOf = (story: Story): { approvals: Approval[]; isApproved: boolean } => {
  const known = [...story.known];
  const approvals: Approval[] = [];
  story.steps.forEach((step, index) => {
    if ('event' in step) return known.push(step.event);
    const on = addDays(start, Math.floor(index / 2));
    const level = story.levels[approvals.length];
    const decider = level && deciderOf(step.attempt, level, known, story);
    if (!decider) return;
    const approvedBy = approvals.flatMap(voices).map(person);
    const matter = { act: story.act, scheme, requestedBy: story.requestedBy.map(person), approvedBy };
    if (conflictsOf({ matter, decider, chart: chartOf(...known), on }).length > 0) return;
    approvals.push({ by: decider.person, onBehalfOf: decider.onBehalfOf ?? null, on, known: [...known] });
  });
  return { approvals, isApproved: approvals.length === story.levels.length };
};

/** A delegate names a principal of theirs, a liar anybody. */
const deciderOf = (
  { who, as, onBehalfOf }: Attempt,
  role: DecidingRole,
  known: readonly Told[],
  { holders }: Story,
): Decider | undefined => {
  const own: readonly string[] = holders[names.indexOf(who)]!;
  const decider = { person: person(who), roles: own, as: role };
  if (as === 'themselves') return own.includes(role) ? decider : undefined;
  const principals = known.flatMap(({ type, data }) =>
    type === 'DelegationGranted' && data.delegate === who ? [data.principal] : [],
  );
  const principal = as === 'liar' ? person(onBehalfOf) : principals.at(-1);
  return principal && { ...decider, onBehalfOf: principal };
};

const voices = ({ by, onBehalfOf }: Approval): string[] => [...new Set([by, onBehalfOf ?? by])];

/** Who sits under whom, told from the events alone: every step of every line, until nothing new is found. */
const isUnder = (one: string, other: string, on: Day, known: readonly Told[]): boolean => {
  const lines = new Map<string, { holder: PersonId | null; above: string | null; from: Day }>();
  for (const { type, data } of known) {
    if (type !== 'SeatFilled' || data.validFrom > on) continue;
    const before = lines.get(data.seat);
    if (before && before.from > data.validFrom) continue;
    lines.set(data.seat, { holder: data.holder, above: data.reportsTo, from: data.validFrom });
  }
  const reached = new Set<string>();
  let edge = [...lines.values()].filter(({ holder }) => holder === one).map(({ above }) => above);
  while (edge.length > 0) {
    const fresh = edge.filter((seat): seat is string => seat !== null && !reached.has(seat));
    fresh.forEach((seat) => reached.add(seat));
    edge = fresh.map((seat) => lines.get(seat)?.above ?? null);
  }
  return one !== other && [...reached].some((seat) => lines.get(seat)?.holder === other);
};

/** Whether a delegation stands that lets one decide for the other, told from the events alone. */
const isDelegated = (to: string, by: string, on: Day, known: readonly Told[]): boolean => {
  const standing = new Map<string, { to: string; by: string; from: Day; until: Day }>();
  for (const { type, data } of known) {
    if (type === 'SeatFilled') continue;
    const before = standing.get(data.delegationId);
    if (type === 'DelegationGranted')
      standing.set(data.delegationId, { ...data, to: data.delegate, by: data.principal });
    else if (before) standing.set(data.delegationId, { ...before, until: data.until });
  }
  return [...standing.values()].some(
    (one) => one.to === to && one.by === by && one.from <= on && on < one.until,
  );
};

describe('the laws of the segregation of duties', () => {
  let approved = 0;
  let byDelegates = 0;

  law(
    'no sequence of decisions leads to an approval by the requester, by somebody under them, or by one person twice',
    fc.property(stories, (story) => {
      const { approvals, isApproved } = approvalsOf(story);
      for (const { known, on, ...approval } of approvals)
        for (const voice of voices({ known, on, ...approval })) {
          expect(story.requestedBy).not.toContain(voice);
          for (const requester of story.requestedBy)
            expect([voice, requester, isUnder(voice, requester, on, known)]).toEqual([
              voice,
              requester,
              false,
            ]);
        }
      const all = approvals.flatMap(voices);
      expect(new Set(all).size).toBe(all.length);
      if (isApproved) approved += 1;
      byDelegates += approvals.filter(({ onBehalfOf }) => onBehalfOf !== null).length;
    }),
  );

  law(
    'nobody decides for somebody else without a delegation of theirs, and nobody for a requester',
    fc.property(stories, (story) => {
      for (const { by, onBehalfOf, on, known } of approvalsOf(story).approvals) {
        if (onBehalfOf !== null) expect(isDelegated(by, onBehalfOf, on, known)).toBe(true);
        for (const requester of story.requestedBy) expect(isDelegated(by, requester, on, known)).toBe(false);
      }
    }),
  );

  it('are tried on requests that come through, some by delegates', () => {
    expect(approved).toBeGreaterThan(30);
    expect(byDelegates).toBeGreaterThan(20);
  });
});
