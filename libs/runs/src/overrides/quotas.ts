import type { Pool } from 'pg';
import {
  ledgerOf,
  limitsOf,
  type OverrideId,
  overrideRulesOf,
  type PolicyDocument,
  type Quota,
  quota,
  type QuotaCommand,
  type QuotaEntry,
  type QuotaEvent,
  type QuotaLedger,
  type QuotaLimits,
  type SchemeCode,
  type Seat,
} from '#libs/domain';
import {
  type Context,
  type EventStore,
  Execute,
  type ExecuteHandler,
  idFor,
  Refused,
  type Revision,
} from '#libs/event-store';
import { compositeId, type Day, type Decimal, refuse } from '#libs/kernel';
import type { LogIndex } from './log-index';
import { type OrgBook, seatsUnder } from './org-book';
import { readOverrides } from './told';

/** Whose quota, of which fiscal quarter. */
export interface QuotaKey {
  readonly scheme: SchemeCode;
  readonly quarter: string;
  readonly seat: Seat;
}

/** A unit that somebody wants of a quota. */
export interface UnitWanted extends QuotaKey {
  readonly overrideId: OverrideId;
  readonly kind: QuotaEntry['kind'];
  /** Nothing counts against a cap in money where it is not known. */
  readonly arr: Decimal;
  readonly lapsesOn: Day;
  readonly today: Day;
  readonly document: PolicyDocument;
}

export interface QuotasParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
}

/** How many overrides a seat may ask for in a quarter, and what has been taken of that. */
export class Quotas {
  constructor(
    private readonly parts: QuotasParts,
    private readonly index: LogIndex,
    private readonly org: OrgBook,
  ) {}

  /** Keeps a unit, or spends it where it is an emergency's. @throws Refused QUOTA_EXHAUSTED */
  async reserve(wanted: UnitWanted, context: Context): Promise<void> {
    const { document, ...unit } = wanted;
    await this.heal(unit, unit.today, context);
    const limits = await this.limitsOf(unit.seat, document, unit.today);
    if (wanted.kind !== 'emergency')
      return this.execute({ type: 'ReserveQuota', ...unit, limits }, named(context, 'reserve'));
    const { state, revision } = await this.read(unit);
    refuseOneEmergencyMore(state, wanted);
    // Counted as it stood: one more that was taken meanwhile would be one too many.
    await this.execute({ type: 'ReserveQuota', ...unit, limits }, named(context, 'reserve'), revision);
  }

  /** Spends what was kept; again is as once. */
  async consume(
    key: QuotaKey,
    overrideId: OverrideId,
    { document, today }: { document: PolicyDocument; today: Day },
    context: Context,
  ): Promise<void> {
    const limits = await this.limitsOf(key.seat, document, today);
    await this.execute(
      { type: 'ConsumeQuota', ...keyOf(key), overrideId, today, limits },
      named(context, 'consume'),
    );
  }

  async release(
    key: QuotaKey,
    overrideId: OverrideId,
    why: 'REJECTED' | 'WITHDRAWN' | 'LAPSED',
    today: Day,
    context: Context,
  ): Promise<void> {
    await this.execute(
      { type: 'ReleaseQuota', ...keyOf(key), overrideId, why, today },
      named(context, 'release'),
    );
  }

  /** What a seat has, has given away and has left, by the policy of a day. */
  async ledger(key: QuotaKey, document: PolicyDocument, today: Day): Promise<QuotaLedger> {
    const { state } = await this.read(key);
    return ledgerOf(state.entries.values(), await this.limitsOf(key.seat, document, today), today);
  }

  /** The quotas of which anything was ever taken. */
  async keys(): Promise<QuotaKey[]> {
    const { streams } = await this.index.streamsOf(['QuotaReserved']);
    return streams.map((stream) => {
      const [scheme, quarter, seat] = stream.slice('quota-'.length).split('/').map(decodeURIComponent);
      // A stream is called after its key, which was checked when its first event was recorded.
      return { scheme, quarter, seat } as QuotaKey;
    });
  }

  /**
   * A decision and what it takes of the quota are recorded one after the other: where the second was lost, it is
   * made up for before anything is decided upon the ledger again.
   */
  private async heal(key: QuotaKey, today: Day, context: Context): Promise<void> {
    const { state } = await this.read(key);
    for (const entry of state.entries.values())
      if (entry.state === 'reserved') await this.healEntry(key, entry, today, context);
  }

  private async healEntry(key: QuotaKey, entry: QuotaEntry, today: Day, context: Context): Promise<void> {
    const { overrideId, lapsesOn } = entry;
    const timeline = await this.index.timelineOf(overrideId);
    const status =
      timeline && (await readOverrides(this.parts.store, timeline)).overrides.get(overrideId)?.status;
    const about = { ...keyOf(key), overrideId, today: today < lapsesOn ? today : lapsesOn };
    const missed: QuotaCommand | null =
      status === 'approved'
        ? { type: 'ConsumeQuota', ...about, limits: unlimited }
        : status === 'rejected' || status === 'withdrawn'
          ? { type: 'ReleaseQuota', ...about, why: status === 'rejected' ? 'REJECTED' : 'WITHDRAWN' }
          : null;
    if (missed) await this.execute(missed, named(context, `heal ${overrideId}`));
  }

  private async limitsOf(seat: Seat, document: PolicyDocument, on: Day): Promise<QuotaLimits> {
    const rules = overrideRulesOf(document).quota;
    const asksForBook = rules.percentOfBook !== null && rules.percentOfBook !== undefined;
    return limitsOf(rules, asksForBook ? await this.accountsInBook(seat, on) : 0);
  }

  /** The accounts that the seat owns, or one under it. */
  private async accountsInBook(seat: Seat, on: Day): Promise<number> {
    const { rows } = await this.parts.pool.query<{ accounts: number }>(
      'select count(*)::int as accounts from accounts where known_until is null and owner_seat = any($1)',
      [seatsUnder(seat, await this.org.now(), on)],
    );
    return rows[0]!.accounts;
  }

  private async read(key: QuotaKey): Promise<{ state: Quota; revision: Revision }> {
    let [state, revision]: [Quota, Revision] = [quota.initialState(), 'none'];
    const stream = `${quota.category}-${compositeId(key.scheme, key.quarter, key.seat)}`;
    // The stream holds the quota aggregate's events alone.
    for await (const recorded of this.parts.store.read(stream)) {
      state = quota.evolve(state, recorded.event as QuotaEvent);
      revision = recorded.revision;
    }
    return { state, revision };
  }

  private async execute(command: QuotaCommand, context: Context, ifAt?: Revision): Promise<void> {
    await this.parts.execute.execute(new Execute(quota, command, context, ifAt));
  }
}

/** The key alone, of whatever carries it. */
const keyOf = ({ scheme, quarter, seat }: QuotaKey): QuotaKey => ({ scheme, quarter, seat });

/** What is spent was within the limits when it was kept. */
const unlimited: QuotaLimits = { count: null, percentOfBook: null, arrCap: null };

/** A command of its own on a stream of its own, known by the command that it belongs to. */
const named = (context: Context, name: string): Context => ({
  ...context,
  commandId: idFor(context.commandId, `quota ${name}`),
});

const refuseOneEmergencyMore = ({ entries }: Quota, { document, overrideId, seat, quarter }: UnitWanted) => {
  const { perQuarter } = overrideRulesOf(document).emergency;
  const taken = [...entries.values()].filter(
    (entry) => entry.kind === 'emergency' && entry.overrideId !== overrideId,
  );
  if (taken.length < perQuarter) return;
  throw new Refused(
    refuse(
      'out-of-order',
      'EMERGENCIES_EXHAUSTED',
      `${seat} has taken ${taken.length} emergencies in ${quarter}, and ${perQuarter} are allowed: ask for an override.`,
      { perQuarter, taken: taken.map((entry) => entry.overrideId) },
    ),
  );
};
