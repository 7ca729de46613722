import { day } from '#libs/kernel';
import { given } from '../../../../testing/src/given';
import {
  approve,
  ask,
  breakGlass,
  note,
  pin,
  reattest,
  reconfirm,
  withdraw,
} from '../../../../testing/src/override-commands';
import { basisOf, historyOf } from '../../../../testing/src/overrides';
import { ExternalId } from '../../vocabulary';
import { override } from '../override';

const scenario = given(override);
const mergedOn = (on: string) => ({ merger: { on: day(on), into: ExternalId.parse('BUYER') } });
const ended = ['T3 2025-01-10', '- 2025-05-01'];
const approved = [ask(1), approve(1, 'rob', 'revops')];

describe('an account that is part of another', () => {
  it('is not asked for: the refusal names the one to ask for', () => {
    scenario()
      .when(ask(1, pin, mergedOn('2025-04-05')))
      .thenRefused('ACCOUNT_MERGED', { mergedInto: 'BUYER', on: '2025-04-05' });
    scenario()
      .when(breakGlass(1, mergedOn('2025-03-31')))
      .thenRefused('ACCOUNT_MERGED');
  });

  it('can be asked for until then', () => {
    const before = historyOf(ask(1, pin, mergedOn('2025-04-06')), breakGlass(2, mergedOn('2025-04-01')));
    expect(before.map(({ type }) => type)).toEqual(['OverrideRequested', 'EmergencyOverrideTaken']);
  });

  it('is not decided about, whatever it was asked for upon, but can be withdrawn', () => {
    const after = { on: '2025-04-08', ...mergedOn('2025-04-07') };
    for (const word of [approve(1, 'rob', 'revops', after), reconfirm(1, ended, after)])
      scenario(...historyOf(ask(1)))
        .when(word)
        .thenRefused('ACCOUNT_MERGED', { mergedInto: 'BUYER', on: '2025-04-07' });
    expect(historyOf(ask(1), withdraw(1)).at(-1)).toMatchObject({ type: 'OverrideWithdrawn' });
  });

  it('has what stands on it drift, which nobody can attest from the merger on', () => {
    const drifted = historyOf(...approved, note(1, ended, '2025-04-10'));
    expect(drifted.at(-1)).toMatchObject({ type: 'BasisDrifted', data: { reattestBy: '2025-04-24' } });
    const attest = (on: string) =>
      reattest(1, 'uma', ended, { on, roles: ['committee', 'revops'], ...mergedOn('2025-04-20') });
    scenario(...drifted)
      .when(attest('2025-04-20'))
      .thenRefused('ACCOUNT_MERGED');
    // It has days left before.
    expect(historyOf(...approved, note(1, ended, '2025-04-10'), attest('2025-04-19')).at(-1)).toMatchObject({
      data: { attestedBy: 'uma', basisHash: basisOf(pin, ended).basisHash },
    });
  });
});
