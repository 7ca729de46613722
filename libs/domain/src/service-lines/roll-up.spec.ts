import { decimal } from '#libs/kernel';
import { TierCode } from '../vocabulary';
import type { RollUpRule } from './declaration';
import { agrees, type LineStanding, rollUp } from './roll-up';

const tier = (code: string) => TierCode.parse(code);
const ladder = ['low', 'medium', 'high'].map(tier);
const line = (name: string, at: string | null, sum = '0', currency = 'EUR'): LineStanding => ({
  name,
  tier: at === null ? null : tier(at),
  revenue: { sum: decimal(sum), lines: sum === '0' ? 0 : 1, currencies: sum === '0' ? [] : [currency] },
});

const hosting = line('hosting', 'medium', '500');
const consulting = line('consulting', 'high', '40');
const support = line('support', 'low', '60');
const three = [hosting, consulting, support];

describe('the service lines of an account', () => {
  it.each<[RollUpRule, string, readonly LineStanding[], string | null, string[]]>([
    ['none', 'say nothing', three, null, []],
    ['highest', 'of three', three, 'high', ['consulting']],
    ['lowest', 'of three', three, 'low', ['support']],
    ['largest', 'of three', three, 'medium', ['hosting']],
    ['highest', 'of nobody', [], null, []],
    ['lowest', 'of nobody', [], null, []],
    ['largest', 'of nobody', [], null, []],
    [
      'highest',
      'names all that stand there',
      [line('b', 'high'), support, line('a', 'high')],
      'high',
      ['b', 'a'],
    ],
    ['lowest', 'passes over a line without a tier', [hosting, line('new', null)], 'medium', ['hosting']],
    ['highest', 'passes over a tier of another order', [support, line('old', 'gone')], 'low', ['support']],
    ['lowest', 'of lines without a tier', [line('new', null)], null, []],
    ['largest', 'is the largest though it has no tier', [support, line('new', null, '61')], null, ['new']],
    [
      'largest',
      'of equals is the first by name',
      [line('b', 'low', '5'), line('a', 'high', '5.0')],
      'high',
      ['a'],
    ],
    ['largest', 'prefers nothing to a loss', [line('a', 'high', '-1'), line('b', 'low')], 'low', ['b']],
    ['largest', 'cannot compare currencies', [hosting, line('us', 'high', '1', 'USD')], null, []],
    ['largest', 'needs no order', [line('a', 'gone', '1')], 'gone', ['a']],
  ])('rolled up by %s: %s', (rule, _, lines, expected, from) =>
    expect(rollUp(rule, lines, ladder)).toEqual({ rule, tier: expected, from }),
  );

  it.each<[RollUpRule, readonly LineStanding[], string | null, boolean]>([
    ['highest', three, 'high', true],
    ['highest', three, 'medium', false],
    ['highest', three, null, false],
    ['none', three, 'low', true],
    ['lowest', [], 'low', true],
    ['largest', [line('new', null, '1')], null, true],
    ['largest', [line('new', null, '1')], 'low', false],
  ])('by %s agree with their account, or do not', (rule, lines, account, expected) =>
    expect(agrees(rollUp(rule, lines, ladder), account === null ? null : tier(account))).toBe(expected),
  );
});
