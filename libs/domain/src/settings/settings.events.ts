import { z } from 'zod';
import { event, FiscalCalendar } from '#libs/kernel';
import { Measure } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** A measure whose values are shown to these roles alone. */
export const Mask = z.object({ measure: Measure, visibleTo: z.array(z.string().min(1).max(64)).max(50) });
export type Mask = z.infer<typeof Mask>;

export const TenantSettings = z.object({
  /** Source instants become days in this zone, once, at ingest. */
  governanceTimeZone: z.string(),
  fiscalCalendar: FiscalCalendar,
  /** The currency of a revenue fact that names none. */
  currency: z.string().min(1).max(16),
  /** A change of treatment whose day lies further back is history, which nobody hands over; 90 when absent. */
  handOverWithinDays: z.int().min(0).max(36500).optional(),
  /** What is not for everybody; nothing but pay when absent. */
  masks: z.array(Mask).max(500).optional(),
});
export type TenantSettings = z.infer<typeof TenantSettings>;

export const SettingsChanged = event('SettingsChanged', { before: TenantSettings, after: TenantSettings });

export const settingsEvents = [SettingsChanged] as const;
export type SettingsEvent = ReturnType<(typeof settingsEvents)[number]>;
