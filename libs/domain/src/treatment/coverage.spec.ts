import type { TierDefinition } from '../policy/policy-document';
import { type AvailablePeople, coverageOf } from './coverage';

const tier = (code: string, coverage?: object): TierDefinition =>
  ({ code, treatment: coverage ? { coverage } : {} }) as never;
const cover = (tiers: TierDefinition[], accounts: Record<string, number>, ...people: object[]) =>
  coverageOf(tiers, new Map(Object.entries(accounts)), people as AvailablePeople[]).map(
    ({ tier: code, rolesNeeded, available, places, utilisation }) => [
      code,
      rolesNeeded,
      available,
      places,
      utilisation,
    ],
  );
const ofTier = (code: string, available: string) => ({ tier: code, role: null, available });
const ofRole = (role: string, available: string) => ({ tier: null, role, available });

describe('coverage', () => {
  const named = tier('T1', { model: 'named', role: 'csm', accountsPerRole: 8 });
  const pooled = tier('T2', { model: 'pooled', role: 'csm', accountsPerRole: '40' });
  const digital = tier('T3', { model: 'digital' });

  it('needs whole people, and says how far those who are there go', () =>
    expect(cover([named], { T1: 17 }, ofTier('T1', '2'))).toEqual([['T1', 3, '2', 16, '1.062500']]));

  it('gives the people of a role to the better tier first', () =>
    expect(cover([named, pooled, digital], { T1: 17, T2: 50, T3: 900 }, ofRole('csm', '4.5'))).toEqual([
      ['T1', 3, '4.5', 36, '0.472222'],
      ['T2', 2, '1.5', 60, '0.833333'],
      ['T3', null, null, null, null],
    ]));

  it('leaves a tier its own people, whatever its role has', () =>
    expect(cover([named, pooled], { T1: 8, T2: 0 }, ofTier('T1', '1'), ofRole('csm', '2'))).toEqual([
      ['T1', 1, '1', 8, '1.000000'],
      ['T2', 0, '2', 80, '0.000000'],
    ]));

  it('has no places where nobody is left', () =>
    expect(cover([named, pooled], { T1: 17, T2: 1 }, ofRole('csm', '2'))).toEqual([
      ['T1', 3, '2', 16, '1.062500'],
      ['T2', 1, '0', 0, null],
    ]));

  it('does not guess what nobody has said', () =>
    expect(cover([named, digital], { T1: 1 })).toEqual([
      ['T1', 1, null, null, null],
      ['T3', null, null, null, null],
    ]));
});
