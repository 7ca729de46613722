import { chartOf, person, scheme, seated, start } from '../../../testing/src/organisation';
import { conflictsFound } from './conflicts-found';

const taken = {
  matter: { act: 'approve' as const, scheme, requestedBy: [person('ana')], approvedBy: [] },
  decider: { person: person('eve'), roles: ['revops'], as: 'revops' as const },
  on: start,
};
const keptBy = (ownerSeat: string | null) => ({ ownerSeat, attributes: {} }) as never;
const free = { chart: chartOf(seated('emea', 'ana'), seated('revops', 'eve')), account: keptBy(null) };
const under = {
  chart: chartOf(seated('emea', 'ana'), seated('revops', 'eve', { under: 'emea' })),
  account: keptBy('revops'),
};

it('a decision on record has a conflict by what is known now that it had not by what was known then', () =>
  expect(
    conflictsFound(taken, { then: free, now: under }).map(({ rule, asKnownThen, asKnownNow }) => [
      ...[rule, asKnownThen, asKnownNow],
    ]),
  ).toEqual([
    ['SOD-2', false, true],
    ['SOD-3', false, true],
  ]));

it('or had one then that is none by what is known now, or both', () => {
  expect(conflictsFound(taken, { then: under, now: free })).toMatchObject([
    { rule: 'SOD-2', asKnownThen: true, asKnownNow: false },
    { rule: 'SOD-3', asKnownThen: true, asKnownNow: false, detail: expect.stringContaining('eve is owner') },
  ]);
  const both = { ...under, account: keptBy(null) };
  expect(conflictsFound(taken, { then: both, now: both })).toEqual([
    {
      ...{ rule: 'SOD-2', asKnownThen: true, asKnownNow: true },
      detail: 'Nobody who reports to the requester decides: eve reports to ana, who asked for it.',
    },
  ]);
  expect(conflictsFound(taken, { then: free, now: free })).toEqual([]);
});
