import { accountEvents } from './account/account.events';
import { placementEvents } from './placement/placement.events';
import { schemeEvents } from './scheme/scheme.events';
import { settingsEvents } from './settings/settings.events';

/** Every event that the domain can record. */
export const allEvents = [...settingsEvents, ...accountEvents, ...schemeEvents, ...placementEvents] as const;
