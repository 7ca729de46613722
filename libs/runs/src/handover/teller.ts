import {
  type ExternalId,
  type FollowTier,
  handover,
  type Scheme,
  scheme as schemeAggregate,
  type SchemeCode,
  type SchemeEvent,
  schemeKnowledge,
  type SchemeKnowledge,
  treatsTiers,
  type View,
} from '#libs/domain';
import type { EventStore, ExecuteHandler, Position, Recorded } from '#libs/event-store';
import { addDays, type Day, type Instant, isRefusal } from '#libs/kernel';
import type { Known, TierHistory } from '#libs/views';
import { readScheme } from '../evaluation/scheme-plan';
import { standingsOf } from './standings';
import type { Touched } from './touched';

export interface TellerParts {
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly tierHistory: TierHistory;
}

/** When accounts are told of: today, and from which day on a change is not the past. */
export interface TellingTime {
  readonly today: Day;
  /** When that day began. */
  readonly begun: Instant;
  readonly historyDays: number;
}

/** Accounts that are looked at together. */
const chunk = 1_000;

/** Tells those who look after accounts where they stand, by what was known at a position. */
export class Teller {
  private readonly schemes = new Map<string, { state: Scheme; position: Position; plan?: SchemeKnowledge }>();
  /** The highest position appended. */
  produced: Position = 0n;

  constructor(private readonly parts: TellerParts) {}

  /** Keeps the schemes that it knows as new as the events it is given. */
  learn(events: readonly Recorded[]): void {
    for (const { stream, event, position, unreadable } of events) {
      const known = stream.startsWith('scheme-')
        ? this.schemes.get((event as SchemeEvent).data.scheme)
        : undefined;
      if (!known || unreadable !== undefined || position <= known.position) continue;
      const state = schemeAggregate.evolve(known.state, event as SchemeEvent);
      this.schemes.set((event as SchemeEvent).data.scheme, { state, position });
    }
  }

  /** Whether a scheme says anything of how its tiers are treated; one that does not has nothing to hand over. */
  async treats(scheme: string, upTo: Position): Promise<boolean> {
    return treatsTiers(await this.planOf(scheme, upTo));
  }

  /** Tells of every timeline once; told again, nothing more is said. */
  async tell(touched: readonly Touched[], at: Known, time: TellingTime): Promise<void> {
    const told: Touched[] = [];
    for (const one of touched) if (await this.treats(one.scheme, at.position)) told.push(one);
    for (let from = 0; from < told.length; from += chunk)
      await this.tellSome(told.slice(from, from + chunk), at, time);
  }

  private async tellSome(touched: readonly Touched[], at: Known, time: TellingTime): Promise<void> {
    const { execute, tierHistory } = this.parts;
    const horizon = addDays(time.today, -time.historyDays);
    const found = await standingsOf(tierHistory, touched, { at, today: time.today, horizon });
    const commands: FollowTier[] = [];
    for (const [index, one] of touched.entries()) {
      const plan = await this.planOf(one.scheme, at.position);
      commands.push(commandOf(one, { standings: found[index]!, plan, horizon, basis: String(at.position) }));
    }
    const outcomes = await execute.executeMany(handover, commands, (_, index) => touched[index]!.context);
    outcomes.forEach((outcome, index) => {
      if (isRefusal(outcome))
        throw new Error(`${touched[index]!.externalId} cannot be handed over: ${outcome.message}`);
      const { position } = outcome.receipt;
      if (position !== null && position > this.produced) this.produced = position;
    });
  }

  private async planOf(scheme: string, upTo: Position): Promise<SchemeKnowledge> {
    let known = this.schemes.get(scheme);
    if (!known) {
      known = { state: await readScheme(this.parts.store, scheme, upTo), position: upTo };
      this.schemes.set(scheme, known);
    }
    return (known.plan ??= schemeKnowledge(known.state));
  }
}

type Found = Pick<FollowTier, 'standings' | 'plan' | 'horizon' | 'basis'>;

const commandOf = ({ scheme, view, externalId, eventId }: Touched, found: Found): FollowTier => ({
  type: 'FollowTier',
  // Ids in the log were checked when they were recorded.
  scheme: scheme as SchemeCode,
  view: view as View,
  externalId: externalId as ExternalId,
  ...found,
  eventId,
});
