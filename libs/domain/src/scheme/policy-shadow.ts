import type { Day, Outcome } from '#libs/kernel';
import type { PersonId } from '../vocabulary';
import type { OfVersion, Policy } from './policy-life';
import { documentHasNoErrors, wrongTime } from './policy-rules';
import { PolicyShadowed, PolicyUnshadowed, type SchemeEvent } from './scheme.events';

/** Lets a version run beside the plan from a day on: each run of the scheme is compared with it, and it assigns nothing. */
export interface ShadowPolicy extends OfVersion<'ShadowPolicy'> {
  readonly from: Day;
  readonly shadowedBy: PersonId;
}

export interface UnshadowPolicy extends OfVersion<'UnshadowPolicy'> {
  readonly unshadowedBy: PersonId;
}

/** The first day on which a version runs beside the plan; null when it does not, or is part of the plan. */
export const shadowOf = (policy: Policy): Day | null => ('shadowFrom' in policy ? policy.shadowFrom : null);

export const shadowing = (
  { scheme, version, from, shadowedBy }: ShadowPolicy,
  policy: Policy,
): Outcome<SchemeEvent> => {
  if (policy.status === 'rejected' || policy.status === 'scheduled' || policy.status === 'retired')
    return wrongTime('run in the shadow', 'a draft, submitted or approved', policy);
  if (policy.shadowFrom === from) return [];
  return documentHasNoErrors(undefined, policy) ?? [PolicyShadowed({ scheme, version, from, shadowedBy })];
};

export const unshadowing = (
  { scheme, version, unshadowedBy }: UnshadowPolicy,
  policy: Policy,
): Outcome<SchemeEvent> =>
  shadowOf(policy) === null ? [] : [PolicyUnshadowed({ scheme, version, unshadowedBy })];
