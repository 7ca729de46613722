import { settings, type SettingsEvent, type TenantSettings } from '#libs/domain';
import type { EventStore } from '#libs/event-store';

/** How the tenant reckons days, as it stands now. */
export const readSettings = async (store: EventStore): Promise<TenantSettings> => {
  let state = settings.initialState();
  // The settings' stream holds the settings aggregate's events alone.
  for await (const { event } of store.read('settings-tenant'))
    state = settings.evolve(state, event as SettingsEvent);
  return state;
};
