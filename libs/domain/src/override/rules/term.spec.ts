import { calendarYear, day } from '#libs/kernel';
import { ladderWith } from '../../../../testing/src/overrides';
import { overrideRulesOf } from './override-rules';
import type { OverrideKind } from '../override-type';
import { attestedUntil, businessDaysLater, longestUntil, quartersLater, wholeDays } from './term';

const usual = overrideRulesOf(ladderWith({}));
const fromFebruary = { kind: 'months', startMonth: 2, yearNamedBy: 'start' } as const;

describe('the term of an override', () => {
  it.each<[OverrideKind, string | null]>([
    ['PIN', '2025-10-05'],
    ['FLOOR', '2025-10-05'],
    ['CEILING', '2025-10-05'],
    ['FREEZE', '2025-07-04'],
    ['EXCLUDE', null],
    ['EMERGENCY', '2025-04-08'],
  ])('is for a %s from 5 April until %s at most', (kind, until) =>
    expect(longestUntil(kind, day('2025-04-05'), usual, calendarYear)).toBe(until),
  );

  it('is what the policy says', () => {
    const rules = overrideRulesOf(
      ladderWith({ maxTermQuarters: 1, maxFreezeDays: 10, emergency: { maxHours: 30 } }),
    );
    const longest = (kind: OverrideKind) => longestUntil(kind, day('2025-04-05'), rules, calendarYear);
    expect(['PIN', 'FREEZE', 'EMERGENCY'].map((kind) => longest(kind as OverrideKind))).toEqual([
      '2025-07-05',
      '2025-04-15',
      '2025-04-06',
    ]);
  });

  it('of quarters ends where as many quarters of the calendar end', () => {
    expect(quartersLater(day('2025-02-01'), 2, fromFebruary)).toBe('2025-08-01');
    expect(quartersLater(day('2025-08-31'), 2, fromFebruary)).toBe('2026-02-28');
    expect(quartersLater(day('2025-12-31'), 1, calendarYear)).toBe('2026-03-31');
  });

  it('of hours is whole days, one at least', () =>
    expect([72, 71, 24, 1].map(wholeDays)).toEqual([3, 2, 1, 1]));
});

describe('business days', () => {
  it.each([
    ['2025-05-20', 10, '2025-06-03'],
    ['2025-05-23', 1, '2025-05-26'],
    ['2025-05-24', 1, '2025-05-26'],
    ['2025-05-25', 5, '2025-05-30'],
    ['2025-05-23', 0, '2025-05-23'],
  ])('after %s, %s of them come to %s', (from, days, expected) =>
    expect(businessDaysLater(day(from), days)).toBe(expected),
  );
});

describe('an EXCLUDE', () => {
  it('is attested again by the end of the quarter behind', () => {
    expect(attestedUntil(day('2025-01-01'), calendarYear)).toBe('2025-06-30');
    expect(attestedUntil(day('2025-03-31'), calendarYear)).toBe('2025-06-30');
    expect(attestedUntil(day('2025-04-01'), calendarYear)).toBe('2025-09-30');
    expect(attestedUntil(day('2025-04-05'), fromFebruary)).toBe('2025-07-31');
  });
});
