import { type Day, type Refusal, refuse } from '#libs/kernel';
import type { Override } from './override-life';
import type { OfOverride } from './override-type';
import { statusOn } from './status-on';

export const unknownOverride = ({
  scheme,
  externalId,
  overrideId,
}: Omit<OfOverride<string>, 'type'>): Refusal =>
  refuse(
    'unknown',
    'NOT_FOUND',
    `${externalId} has no override ${overrideId} in ${scheme}; ask for one first.`,
  );

/** The no to what an override is too early or too late for; `needed` says when it can be done. */
export const wrongTime = (asked: string, needed: string, override: Override, today: Day): Refusal => {
  const { state } = statusOn(override, today);
  return refuse(
    'out-of-order',
    'OVERRIDE_OUT_OF_ORDER',
    `An override can be ${asked} ${needed}; this one is ${state}.`,
    { state },
  );
};
