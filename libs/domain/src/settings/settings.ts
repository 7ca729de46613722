import { aggregate, calendarYear, canonicalJson, isTimeZone, type Outcome, refuse } from '#libs/kernel';
import { SettingsChanged, type SettingsEvent, settingsEvents, type TenantSettings } from './settings.events';

/** A tenant's settings before anybody has changed them; `XXX` is ISO 4217 for "no currency". */
export const defaultSettings: TenantSettings = {
  governanceTimeZone: 'UTC',
  fiscalCalendar: calendarYear,
  currency: 'XXX',
};

export interface ChangeSettings {
  readonly type: 'ChangeSettings';
  readonly settings: TenantSettings;
}

const change = ({ settings: after }: ChangeSettings, before: TenantSettings): Outcome<SettingsEvent> => {
  if (!isTimeZone(after.governanceTimeZone)) return unknownTimeZone(after.governanceTimeZone);
  return canonicalJson(after) === canonicalJson(before) ? [] : [SettingsChanged({ before, after })];
};

const unknownTimeZone = (name: string) =>
  refuse(
    'against-policy',
    'UNKNOWN_TIME_ZONE',
    `There is no time zone "${name}"; name one of the IANA database, such as America/New_York.`,
  );

/** How the tenant reckons days and quarters. */
export const settings = aggregate<TenantSettings, ChangeSettings, SettingsEvent>({
  category: 'settings',
  idOf: () => 'tenant',
  events: settingsEvents,
  initialState: () => defaultSettings,
  decide: { ChangeSettings: change },
  evolve: { SettingsChanged: (_, { after }) => after },
});
