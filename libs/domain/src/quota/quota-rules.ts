import { type Day, latest, type Refusal, refuse } from '#libs/kernel';
import type { ConsumeQuota, Quota, ReserveQuota } from './quota';
import { ledgerOf, type QuotaLedger } from './quota-ledger';

/** All others that count on the day. */
export const ledgerBeside = (
  { overrideId, limits, today }: ReserveQuota | ConsumeQuota,
  quota: Quota,
): QuotaLedger => {
  const others = [...quota.entries.values()].filter((entry) => entry.overrideId !== overrideId);
  return ledgerOf(others, limits, dayOf(today, quota));
};

/** No day is taken for earlier than one that it has heard of. */
export const dayOf = (today: Day, { heardOf }: Quota): Day =>
  heardOf === null ? today : latest(today, heardOf);

export const exhausted = (command: ReserveQuota | ConsumeQuota, quota: Quota): Refusal => {
  const { scheme, quarter, seat } = command;
  return refuse(
    'out-of-order',
    'QUOTA_EXHAUSTED',
    `The quota of ${seat} in ${scheme} for ${quarter} is used up: withdraw a request that is still open, or wait for the next quarter.`,
    { ledger: { scheme, quarter, seat, ...ledgerBeside(command, quota) } },
  );
};

/** One emergency a quarter may go over the limit. */
export const mayExceed = ({ kind }: ReserveQuota, { entries }: Quota): boolean =>
  kind === 'emergency' && [...entries.values()].every(({ exceeds }) => !exceeds);

/** The no to one emergency more than a seat may take in a quarter; undefined while it may. One that was never taken is none. */
export const emergenciesExhausted = (command: ReserveQuota, quota: Quota): Refusal | undefined => {
  const { kind, emergenciesAtMost = Infinity, seat, scheme, quarter } = command;
  const taken = ledgerBeside(command, quota).entries.filter((entry) => entry.kind === 'emergency');
  if (kind !== 'emergency' || taken.length < emergenciesAtMost) return undefined;
  return refuse(
    'out-of-order',
    'EMERGENCIES_EXHAUSTED',
    `${seat} has taken ${taken.length} emergencies in ${scheme} in ${quarter}, and ${emergenciesAtMost} are allowed: ask for an override instead.`,
    { emergenciesAtMost, taken: taken.map((entry) => entry.overrideId) },
  );
};
