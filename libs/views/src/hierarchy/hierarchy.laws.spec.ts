import fc from 'fast-check';
import {
  AccountChanged,
  AccountMerged,
  AccountOnboarded,
  AccountWithdrawn,
  compareFactIds,
  FactCorrected,
  FactRetracted,
  FactsRecorded,
  Kinship,
  LineageUndone,
} from '#libs/domain';
import { addDays, day, type Day, type Event, firstDay } from '#libs/kernel';
import { seed } from '../../../testing/src/laws';
import { openViews, type Views } from '../../../testing/src/views';
import { Hierarchy } from './hierarchy.queries';

const names = Array.from({ length: 12 }, (_, n) => `A${n}`);
const start = day('2025-01-01');

/** What somebody may say of an account's parent; which of it makes sense, the history so far decides. */
const sayings = fc.array(
  fc.record({
    who: fc.constantFrom(...names),
    parent: fc.constantFrom(...names, '-', 'NOBODY'),
    what: fc.constantFrom('profile', 'fact', 'fact', 'correct', 'retract', 'merge', 'undo', 'withdraw'),
    fact: fc.constantFrom('f2', 'f10', 'g'),
    on: fc.integer({ min: 0, max: 12 }).map((weeks) => addDays(start, weeks * 7)),
  }),
  { minLength: 400, maxLength: 400 },
);

/** The same, kept the plain way: everything said of one account, by nothing but its own words. */
interface Plain {
  known: boolean;
  declared: string | null;
  merged: { into: string; on: Day; eventId: string } | null;
  readonly facts: Map<string, { parent: string; on: Day; standing: boolean }>;
}

const parentOn = (child: string, { known, declared, merged, facts }: Plain, on: Day): string | null => {
  if (!known) return null;
  if (merged && merged.on <= on) return merged.into;
  const said = [...facts].filter(([, fact]) => fact.standing && fact.on <= on);
  said.sort(([a, one], [b, other]) =>
    one.on === other.on ? compareFactIds(a, b) : one.on < other.on ? -1 : 1,
  );
  const parent = said.length > 0 ? said.at(-1)![1].parent : declared;
  return parent === '-' || parent === child ? null : parent;
};

describe(`parents as said at random (FC_SEED=${seed})`, () => {
  let views: Views;
  let hierarchy: Hierarchy;
  const beliefs: Map<string, Plain>[] = [];
  const days = [day(firstDay), ...Array.from({ length: 14 }, (_, week) => addDays(start, week * 7 - 1))];

  beforeAll(async () => {
    views = await openViews();
    hierarchy = new Hierarchy(views.pool);
    const now = new Map<string, Plain>();
    for (const saying of fc.sample(sayings, { numRuns: 1, seed })[0]!) {
      const event = eventOf(saying, now);
      if (!event) continue;
      await views.record('2025-06-01', event);
      beliefs.push(structuredClone(now));
    }
    await views.settled();
  });
  afterAll(() => views.close());

  it('are read as they were said, of any day, as known at any position', async () => {
    expect(views.reports).toEqual([]);
    expect(beliefs.length).toBeGreaterThan(100);
    for (let index = 0; index < beliefs.length; index += 7) {
      const on = days[index % days.length]!;
      const found = await hierarchy.kinship(names, on, BigInt(index + 1));
      const plain = new Kinship(
        [...beliefs[index]!].flatMap(([child, told]) => {
          const parent = parentOn(child, told, on);
          return parent === null ? [] : [{ child, parent }];
        }),
      );
      for (const name of names) {
        expect([index, on, name, found.pathOf(name)]).toEqual([index, on, name, plain.pathOf(name)]);
        expect(found.membersOf(name)).toEqual(plain.membersOf(name));
      }
      const tops = await hierarchy.ultimateParents(on, BigInt(index + 1), { limit: 100 });
      expect(tops.items).toEqual(
        [...names, 'NOBODY']
          .filter((name) => plain.parentOf(name) === null && plain.childrenOf(name).length > 0)
          .sort(),
      );
    }
  });

  it('are the same in the rows that are rebuilt', async () => {
    expect(await views.projector.rebuild('hierarchy')).toMatchObject({ agreed: true, swapped: true });
  });
});

type Saying = (typeof sayings extends fc.Arbitrary<infer T> ? T : never)[number];

const because = { retroKind: 'ERROR_CORRECTION', reason: 'r' } as const;
const profileOf = (parent: string) => ({
  name: 'n',
  onboardedOn: null,
  ownerSeat: null,
  parentExternalId: parent === '-' ? null : parent,
  attributes: {},
});

/** The event that a saying comes to, after it has been taken in the plain way; none where it makes no sense. */
const eventOf = (
  { who: externalId, parent, what, fact: factId, on }: Saying,
  now: Map<string, Plain>,
): Event | undefined => {
  const told = now.get(externalId) ?? { known: false, declared: null, merged: null, facts: new Map() };
  now.set(externalId, told);
  const declared = parent === '-' ? null : parent;
  if (!told.known) {
    Object.assign(told, { known: true, declared });
    return AccountOnboarded({ externalId, profile: profileOf(parent) } as never);
  }
  const fact = told.facts.get(factId);
  const about = { externalId, factId, kind: 'input', measure: 'parent', ...because };
  const before = fact && { value: fact.parent, day: fact.on };
  switch (what) {
    case 'profile':
      told.declared = declared;
      return AccountChanged({ externalId, before: profileOf('-'), after: profileOf(parent) } as never);
    case 'fact':
      if (fact) return undefined;
      told.facts.set(factId, { parent, on, standing: true });
      return FactsRecorded({
        externalId,
        facts: [{ factId, measure: 'parent', value: parent, validFrom: on }],
      } as never);
    case 'correct':
      if (!fact) return undefined;
      told.facts.set(factId, { parent, on, standing: true });
      return FactCorrected({ ...about, before, after: { value: parent, day: on } } as never);
    case 'retract':
      if (!fact?.standing) return undefined;
      told.facts.set(factId, { ...fact, standing: false });
      return FactRetracted({ ...about, before } as never);
    case 'merge':
      if (told.merged || parent === '-' || parent === externalId) return undefined;
      told.merged = { into: parent, on, eventId: 'unknown' };
      return AccountMerged({ externalId, into: parent, on, reason: 'r' } as never);
    case 'undo': {
      if (!told.merged) return undefined;
      const { into, on: since, eventId } = told.merged;
      told.merged = null;
      return LineageUndone({
        externalId,
        eventId,
        kind: 'merge',
        on: since,
        into: [into],
        ...because,
      } as never);
    }
    case 'withdraw':
      Object.assign(told, { known: false, declared: null });
      return AccountWithdrawn({ externalId, splitFrom: { externalId: 'A0', on }, ...because } as never);
  }
};
