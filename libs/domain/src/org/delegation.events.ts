import { z } from 'zod';
import { Day, event } from '#libs/kernel';
import { PersonId, SchemeCode } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** In which roles people decide; the others read, administer or feed. */
export const DecidingRole = z.enum(['sales-leader', 'revops', 'finance', 'cs-lead', 'committee']);
export type DecidingRole = z.infer<typeof DecidingRole>;

/** What a delegate may decide: in these roles, in these schemes. */
export const DelegationScope = z.object({
  roles: z.array(DecidingRole).min(1).max(DecidingRole.options.length),
  schemes: z.array(SchemeCode).min(1).max(100),
});
export type DelegationScope = z.infer<typeof DelegationScope>;

export const DelegationId = z.uuid().brand<'DelegationId'>();
export type DelegationId = z.infer<typeof DelegationId>;

/** On the days `[from, until)` the delegate decides for the principal, within the scope. */
export const DelegationGranted = event('DelegationGranted', {
  delegationId: DelegationId,
  principal: PersonId,
  delegate: PersonId,
  scope: DelegationScope,
  from: Day,
  until: Day,
});

/** The delegation ends before its time; on or before its first day, it never begins. */
export const DelegationRevoked = event('DelegationRevoked', {
  delegationId: DelegationId,
  /** The first day on which it holds no more. */
  until: Day,
  revokedBy: PersonId,
});

export const delegationEvents = [DelegationGranted, DelegationRevoked] as const;
export type DelegationEvent = ReturnType<(typeof delegationEvents)[number]>;
