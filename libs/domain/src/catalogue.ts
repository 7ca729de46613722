import { accountEvents } from './account/account.events';
import { placementEvents } from './placement/placement.events';
import { schemeEvents } from './scheme/scheme.events';
import { settingsEvents } from './settings/settings.events';
import { capacityEvents } from './treatment/capacity.events';
import { handoverEvents } from './treatment/handover.events';

/** Every event that the domain can record. */
export const allEvents = [
  ...settingsEvents,
  ...accountEvents,
  ...schemeEvents,
  ...placementEvents,
  ...handoverEvents,
  ...capacityEvents,
] as const;
