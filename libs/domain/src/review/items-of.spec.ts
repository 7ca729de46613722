import { day, decimal } from '#libs/kernel';
import { anItem, overrideId } from '../../../testing/src/reviews';
import type { PackException } from '../pack/exceptions-section';
import { exceptionKinds } from '../pack/exceptions-section';
import type { CorrectedMove, PackMove, Restatement } from '../pack/moves-section';
import { notMeasured } from '../pack/not-measured';
import type { PackOverride } from '../pack/overrides-section';
import type { Pack } from '../pack/pack';
import { itemsOf, overridesIn } from './items-of';

const another = '11111111-9c5c-4a3b-8a55-3f2b5d7f1c02';
const named = (externalId: string) => ({ externalId, name: `Account ${externalId}` });

const move = (externalId: string, more: Partial<PackMove> = {}): PackMove => ({
  ...named(externalId),
  ...{ day: day('2025-02-01'), fromTier: 'T3', toTier: 'T2', steps: 1, cause: 'FACT', inWords: 'By a fact.' },
  ...{ retroKind: null, decisionId: null, policyVersion: 1, overrideId: null, arr: decimal('100'), ...more },
});

const restated = (externalId: string, retroKind: Restatement['retroKind']): Restatement => ({
  ...named(externalId),
  ...{ from: day('2024-11-01'), until: day('2025-01-01'), was: 'T2', is: 'T3', retroKind, cause: null },
  ...{ decisionId: null, overrideId: null, position: '9', arr: decimal('0') },
});

const overriding = (externalId: string, more: Partial<PackOverride> = {}): PackOverride => ({
  ...{ overrideId, ...named(externalId), kind: 'PIN', tier: 'T1', from: day('2025-02-01') },
  ...{ until: day('2025-07-01'), state: 'ACTIVE', seat: 'emea', requestedBy: 'ana', jump: 1 },
  ...{ requestedOn: day('2025-01-20'), decidedBy: ['rob'], reasonCode: 'STRATEGIC', justification: 'Why.' },
  ...{ direction: 'up', renews: null, renewal: 0, incident: null, ratifyBy: null, retro: false },
  ...{ arr: decimal('50'), drift: null, ...more },
});

interface Contents {
  readonly promotions?: PackMove[];
  readonly demotions?: PackMove[];
  readonly restatements?: Restatement[];
  readonly corrected?: CorrectedMove[];
  readonly overrides?: Partial<Pack['sections']['overrides']>;
  readonly exceptions?: Record<string, Partial<PackException>[]>;
}

/** A pack with nothing but this; what makes items reads no more of it. */
const packWith = (contents: Contents): Pack => {
  const lists = { overrides: [], active: [], expiring: [], emergency: [], basisDrift: [] };
  const found = (kind: string) => contents.exceptions?.[kind]?.map((one) => ({ ...unsaid, ...one }));
  return {
    sections: {
      promotions: { moves: contents.promotions ?? [] },
      demotions: { moves: contents.demotions ?? [] },
      restatements: { rows: contents.restatements ?? [], corrected: contents.corrected ?? [] },
      overrides: { ...lists, ...contents.overrides },
      exceptions: Object.fromEntries(
        exceptionKinds.map((kind) => [kind, found(kind) ? { found: found(kind) } : notMeasured('Not here.')]),
      ),
    },
  } as unknown as Pack;
};
const unsaid: PackException = {
  ...{ externalId: null, name: null, day: null, overrideId: null, decisionId: null, inWords: 'So it is.' },
  arr: decimal('0'),
};

const told = (contents: Contents) =>
  itemsOf(packWith(contents)).map(
    ({ n, kind, externalId, risk, suggested, reasons }) =>
      `${n} ${kind} ${externalId} ${risk} ${suggested}: ${reasons.map(({ code }) => code).join(' ')}`,
  );

describe('the items of a pack', () => {
  it('are ranked by risk, then by revenue, then by what they are about', () =>
    expect(
      told({
        promotions: [move('B'), move('A'), move('C', { arr: decimal('1000') }), move('D', { steps: 2 })],
        demotions: [move('E')],
      }),
    ).toEqual([
      '1 PROMOTION D HIGH NEEDS_INFO: PROMOTION JUMP_2',
      '2 DEMOTION E MEDIUM CONFIRM: DEMOTION',
      '3 PROMOTION C LOW CONFIRM: PROMOTION',
      '4 PROMOTION A LOW CONFIRM: PROMOTION',
      '5 PROMOTION B LOW CONFIRM: PROMOTION',
    ]));

  it('say once of an account what was found more than once, but apart what an override did', () =>
    expect(
      told({
        promotions: [
          move('A'),
          move('A', { retroKind: 'LATE_FACT' }),
          move('A', { overrideId, arr: decimal('90') }),
        ],
        demotions: [move('B', { overrideId })],
      }),
    ).toEqual([
      '1 DEMOTION B MEDIUM CONFIRM: DEMOTION BY_OVERRIDE',
      '2 PROMOTION A MEDIUM CONFIRM: PROMOTION BY_OVERRIDE',
      '3 PROMOTION A LOW CONFIRM: PROMOTION PROMOTION LATE_FACT',
    ]));

  it.each([
    ['LATE_FACT', 'LOW CONFIRM: LATE_FACT'],
    ['ERROR_CORRECTION', 'HIGH NEEDS_INFO: ERROR_CORRECTION'],
    ['RETRO_DECISION', 'HIGH NEEDS_INFO: RETRO_DECISION'],
    [null, 'MEDIUM NEEDS_INFO: RESTATED'],
  ] as const)('weigh a restatement by its kind: %s', (kind, expected) =>
    expect(told({ restatements: [restated('A', kind)] })).toEqual([`1 RESTATEMENT A ${expected}`]),
  );

  it('have a move of the quarter that corrects an error looked at as a restatement', () =>
    expect(
      told({
        restatements: [restated('A', 'ERROR_CORRECTION')],
        corrected: [{ ...move('A', { retroKind: 'ERROR_CORRECTION', steps: 2 }), kind: 'demotion' }],
        exceptions: { JUMP_2: [{ externalId: 'A' }] },
      }),
    ).toEqual(['1 RESTATEMENT A HIGH NEEDS_INFO: ERROR_CORRECTION DEMOTION JUMP_2 ERROR_CORRECTION']));

  it.each<[string, Partial<PackOverride>, string[], string]>([
    ['stands', {}, ['active'], 'LOW CONFIRM: OVERRIDDEN'],
    ['ends soon', {}, ['active', 'expiring'], 'MEDIUM CONFIRM: OVERRIDDEN EXPIRING'],
    [
      'has drifted',
      { drift: { reattestBy: day('2025-04-10'), driftedOn: day('2025-03-20') } },
      ['basisDrift'],
      'HIGH REVOKE_OVERRIDE: OVERRIDDEN BASIS_DRIFT',
    ],
    [
      'is an emergency',
      { ratifyBy: day('2025-04-02') },
      ['emergency'],
      'HIGH REVOKE_OVERRIDE: OVERRIDDEN EMERGENCY_UNRATIFIED',
    ],
    ['was ratified', {}, ['emergency'], 'HIGH CONFIRM: OVERRIDDEN EMERGENCY'],
    ['goes far', { jump: 2 }, ['active'], 'HIGH CONFIRM: OVERRIDDEN JUMP_2'],
    ['goes back', { retro: true }, ['active'], 'HIGH NEEDS_INFO: OVERRIDDEN RETRO_DECISION'],
    ['goes on and on', { renewal: 2 }, ['active'], 'MEDIUM CONFIRM: OVERRIDDEN RENEWED_TWICE'],
  ])('name an override that %s', (_, more, lists, expected) => {
    const overrides = {
      overrides: [overriding('A', more), overriding('B', { overrideId: another })],
      ...Object.fromEntries(lists.map((list) => [list, [overrideId]])),
      expired: [another],
    };
    expect(told({ overrides })).toEqual([`1 OVERRIDE A ${expected}`]);
    expect(overridesIn(packWith({ overrides }))).toEqual([overrideId, another]);
  });

  it('leave out no override that the pack names, so that nobody signs who had a part in one', () => {
    const ids = [4, 5, 6].map((n) => overrideId.replace(/.$/, String(n)) as typeof overrideId);
    const pack = packWith({
      overrides: { overrides: [overriding('A', { overrideId: another })] },
      promotions: [move('A', { overrideId: another }), move('B', { overrideId: ids[0]! }), move('C')],
      demotions: [move('D', { overrideId: ids[1]! })],
      restatements: [{ ...restated('E', 'RETRO_DECISION'), overrideId: ids[2]! }],
      exceptions: { SEGREGATION: [{ ...named('F'), overrideId }] },
    });
    expect(overridesIn(pack)).toEqual([another, ...ids, overrideId]);
  });

  it('gather the exceptions of an account, and leave a jump to its move', () =>
    expect(
      told({
        promotions: [move('A', { steps: 2 })],
        exceptions: {
          JUMP_2: [named('A'), named('B')],
          HIDDEN_GEM: [named('B')],
          WAIT_LISTED: [named('C')],
          SEGREGATION: [{}],
        },
      }),
    ).toEqual([
      '1 PROMOTION A HIGH NEEDS_INFO: PROMOTION JUMP_2',
      '2 EXCEPTION B HIGH NEEDS_INFO: JUMP_2 HIDDEN_GEM',
      '3 EXCEPTION null HIGH NEEDS_INFO: SEGREGATION',
      '4 EXCEPTION C LOW DEFER: WAIT_LISTED',
    ]));
});

describe('an exception', () => {
  it('is ranked by the revenue that depends on it, as a restatement is', () =>
    expect(
      told({
        restatements: [{ ...restated('C', null), arr: decimal('20') }],
        exceptions: {
          UNTIERED: [
            { ...named('A'), arr: decimal('10') },
            { ...named('B'), arr: decimal('5000000') },
          ],
        },
      }).map((line) => line.split(' ').slice(0, 3).join(' ')),
    ).toEqual(['1 EXCEPTION B', '2 RESTATEMENT C', '3 EXCEPTION A']));

  it('that is a jump is left to its own move, and not to another of the account', () =>
    expect(told({ promotions: [move('A')], exceptions: { JUMP_2: [named('A')] } })).toEqual([
      '1 EXCEPTION A HIGH NEEDS_INFO: JUMP_2',
      '2 PROMOTION A LOW CONFIRM: PROMOTION',
    ]));
});

describe('what the review before has put off', () => {
  const putOff = { quarter: '2024-Q4', items: [anItem(7), anItem(8, { risk: 'HIGH' })] };

  it('comes up again, found or not', () =>
    expect(
      itemsOf(packWith({ promotions: [move('A7'), move('B')] }), putOff).map(
        ({ n, externalId, deferredFrom }) => [n, externalId, deferredFrom],
      ),
    ).toEqual([
      [1, 'A8', '2024-Q4'],
      [2, 'A7', '2024-Q4'],
      [3, 'B', null],
    ]));
});
