import { aggregate, compositeId, type Day, type Decimal, type Outcome, refuse } from '#libs/kernel';
import type { OverrideId, SchemeCode, Seat } from '../vocabulary';
import { QuotaConsumed, type QuotaEvent, quotaEvents, QuotaReleased, QuotaReserved } from './quota.events';
import { hasRoomFor, isHeld, type QuotaEntry } from './quota-ledger';
import type { QuotaLimits } from './quota-limits';
import { dayOf, emergenciesExhausted, exhausted, ledgerBeside, mayExceed } from './quota-rules';

// ── State: only what a decision needs ───────────────────────────────────────
export interface Quota {
  /** Reserved or consumed; what is released is gone. */
  readonly entries: ReadonlyMap<OverrideId, QuotaEntry>;
  /** The last day of which it has heard: what was found stale by then never counts again. */
  readonly heardOf: Day | null;
}

// ── Commands ────────────────────────────────────────────────────────────────
interface OfOverride<Type extends string> {
  readonly type: Type;
  readonly scheme: SchemeCode;
  /** The label of the fiscal quarter of submission. */
  readonly quarter: string;
  /** The key is the seat: whoever comes to hold it has what is left. */
  readonly seat: Seat;
  readonly overrideId: OverrideId;
  readonly today: Day;
}

/** Keeps a unit for a request, or for an emergency until it is taken. */
export interface ReserveQuota extends OfOverride<'ReserveQuota'> {
  readonly kind: QuotaEntry['kind'] | 'correction';
  readonly arr: Decimal;
  readonly lapsesOn: Day;
  readonly limits: QuotaLimits;
  /** How many emergencies the seat may take in the quarter; any number when absent. */
  readonly emergenciesAtMost?: number | undefined;
}

/** Spends what was reserved; what has gone stale meanwhile only where there is room still. */
export interface ConsumeQuota extends OfOverride<'ConsumeQuota'> {
  readonly limits: QuotaLimits;
}

export interface ReleaseQuota extends OfOverride<'ReleaseQuota'> {
  readonly why: 'REJECTED' | 'WITHDRAWN' | 'LAPSED';
}

export type QuotaCommand = ReserveQuota | ConsumeQuota | ReleaseQuota;

// ── Decisions ───────────────────────────────────────────────────────────────
const reserve = (command: ReserveQuota, quota: Quota): Outcome<QuotaEvent> => {
  const { kind, arr, lapsesOn, overrideId } = command;
  const standing = quota.entries.get(overrideId);
  const today = dayOf(command.today, quota);
  if (kind === 'correction' || (standing && isHeld(standing, today))) return [];
  const tooMany = emergenciesExhausted(command, quota);
  if (tooMany) return tooMany;
  const fits = hasRoomFor(ledgerBeside(command, quota), arr);
  if (!fits && !mayExceed(command, quota)) return exhausted(command, quota);
  const exceeds = !fits && { exceeds: true as const };
  return [QuotaReserved({ ...keyOf(command), kind, arr, reservedOn: today, lapsesOn, ...exceeds })];
};

const consume = (command: ConsumeQuota, quota: Quota): Outcome<QuotaEvent> => {
  const standing = quota.entries.get(command.overrideId);
  const today = dayOf(command.today, quota);
  if (standing?.state === 'consumed') return [];
  if (!standing)
    return refuse(
      'out-of-order',
      'QUOTA_NOT_RESERVED',
      `Nothing of the quota is reserved for ${command.overrideId}: reserve it when the request is submitted.`,
    );
  if (!isHeld(standing, today) && !hasRoomFor(ledgerBeside(command, quota), standing.arr))
    return exhausted(command, quota);
  return [QuotaConsumed({ ...keyOf(command), consumedOn: today })];
};

const release = (command: ReleaseQuota, quota: Quota): Outcome<QuotaEvent> => {
  const standing = quota.entries.get(command.overrideId);
  if (!standing) return [];
  if (standing.state === 'consumed')
    return refuse(
      'out-of-order',
      'QUOTA_CONSUMED',
      'What an approved override has taken of the quota is spent: ending it early refunds nothing.',
    );
  const { why, today } = command;
  return [QuotaReleased({ ...keyOf(command), why, releasedOn: dayOf(today, quota) })];
};

const keyOf = ({ scheme, quarter, seat, overrideId }: QuotaCommand) => ({
  scheme,
  quarter,
  seat,
  overrideId,
});

// ── Evolutions ──────────────────────────────────────────────────────────────
const withEntry = (quota: Quota, entry: QuotaEntry, heardOf: Day): Quota => ({
  entries: new Map([...quota.entries, [entry.overrideId, entry]]),
  heardOf,
});

/** The overrides that a seat may ask for in a fiscal quarter of a scheme: kept, spent and given back. */
export const quota = aggregate<Quota, QuotaCommand, QuotaEvent>({
  category: 'quota',
  idOf: ({ scheme, quarter, seat }) => compositeId(scheme, quarter, seat),
  events: quotaEvents,
  initialState: () => ({ entries: new Map(), heardOf: null }),
  decide: { ReserveQuota: reserve, ConsumeQuota: consume, ReleaseQuota: release },
  evolve: {
    QuotaReserved: (state, { overrideId, kind, arr, reservedOn, lapsesOn, exceeds = false }) =>
      withEntry(
        state,
        { overrideId, state: 'reserved', kind, arr, reservedOn, lapsesOn, exceeds },
        reservedOn,
      ),
    QuotaConsumed: (state, { overrideId, consumedOn }) => {
      const entry = state.entries.get(overrideId);
      return entry ? withEntry(state, { ...entry, state: 'consumed' }, consumedOn) : state;
    },
    QuotaReleased: ({ entries }, { overrideId, releasedOn }) => ({
      entries: new Map([...entries].filter(([id]) => id !== overrideId)),
      heardOf: releasedOn,
    }),
  },
});
