import { given } from '../../../testing/src/given';
import { defaultSettings, settings } from './settings';
import { SettingsChanged } from './settings.events';

const newYork = {
  governanceTimeZone: 'America/New_York',
  fiscalCalendar: { kind: 'months' as const, startMonth: 2, yearNamedBy: 'start' as const },
  currency: 'USD',
};
const changed = SettingsChanged({ before: defaultSettings, after: newYork });

describe('the settings', () => {
  const scenario = given(settings);

  it('are UTC and calendar quarters before anybody has changed them', () =>
    expect(scenario().state()).toEqual({
      governanceTimeZone: 'UTC',
      fiscalCalendar: { kind: 'months', startMonth: 1, yearNamedBy: 'start' },
      currency: 'XXX',
    }));

  it('are changed, and keep what they were before', () => {
    scenario().when({ type: 'ChangeSettings', settings: newYork }).then(changed);
    expect(scenario(changed).state()).toEqual(newYork);
  });

  it('are changed once, however often they are changed', () => {
    scenario(changed)
      .when({ type: 'ChangeSettings', settings: { ...newYork } })
      .thenNothing();
    scenario().when({ type: 'ChangeSettings', settings: defaultSettings }).thenNothing();
  });

  it('know no time zone that does not exist', () =>
    scenario()
      .when({ type: 'ChangeSettings', settings: { ...newYork, governanceTimeZone: 'Mars/Olympus' } })
      .thenRefused('UNKNOWN_TIME_ZONE'));

  it('are one stream for the tenant', () =>
    expect(settings.idOf({ type: 'ChangeSettings', settings: newYork })).toBe('tenant'));
});
