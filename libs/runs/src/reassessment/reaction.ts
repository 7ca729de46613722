import {
  type AccountEvent,
  type Cause,
  type ExternalId,
  placement,
  type Reassess,
  type SchemeCode,
  type SchemeEvent,
  type Viewed,
} from '#libs/domain';
import {
  type Context,
  type EventStore,
  type ExecuteHandler,
  type Position,
  type Recorded,
  UnreadableStream,
} from '#libs/event-store';
import { type Day, isRefusal } from '#libs/kernel';
import type { Facts, Hierarchy, Portfolio } from '#libs/views';
import { readScheme } from '../evaluation/scheme-plan';
import { Above } from './above';
import { Deals } from './deals';
import { knownByView } from './known-by-view';
import { Plan } from './plan';
import { type Trigger, triggerOf } from './trigger';

export interface ReactionParts {
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly facts: Facts;
  readonly portfolio: Portfolio;
  readonly hierarchy: Hierarchy;
  /** Returns once the views know everything up to a position. */
  readonly reached: (position: Position) => Promise<void>;
  /** Today, in the governance time zone. */
  readonly today: () => Promise<Day>;
}

/** Accounts that are folded together. */
const chunk = 1_000;

/** What follows from events: every timeline they may touch is folded with the knowledge of each event's own position. */
export class Reaction {
  private readonly plans = new Map<string, Plan>();
  /** Triggers whose knowledge can be asked for together: no account is among them twice. */
  private round = new Map<string, Trigger>();
  /** The highest position appended. */
  produced: Position = 0n;

  private readonly deals: Deals;

  constructor(private readonly parts: ReactionParts) {
    this.deals = new Deals(parts);
  }

  /** Learns the schemes as they stood at a position. */
  async learn(schemes: readonly string[], upTo: Position): Promise<void> {
    for (const scheme of schemes) {
      this.plans.set(
        scheme,
        new Plan(scheme as SchemeCode, await readScheme(this.parts.store, scheme, upTo), upTo),
      );
    }
  }

  /** The schemes met so far. */
  get schemes(): string[] {
    return [...this.plans.keys()];
  }

  /** Draws the consequences of events, in their order; drawn again, they change nothing. */
  async draw(events: readonly Recorded[]): Promise<void> {
    this.round.clear();
    const above = new Above(events.filter(isOfAccount), this.parts.hierarchy, this.parts.reached);
    for (const recorded of events) {
      if (recorded.stream.startsWith('scheme-'))
        await this.onScheme(readable(recorded) as Recorded<SchemeEvent>);
      else if (isOfAccount(recorded) && this.plans.size > 0) await this.onAccount(recorded, above);
    }
    await this.flush();
  }

  private async onAccount(recorded: Recorded<AccountEvent>, above: Above): Promise<void> {
    const own = triggerOf(recorded);
    const { externalId } = recorded.event.data;
    const triggers = [...(own ? [own] : []), ...(this.readsFamilies ? await above.triggersOf(recorded) : [])];
    if ([externalId, ...triggers.map((trigger) => trigger.externalId)].some((id) => this.round.has(id)))
      await this.flush();
    for (const trigger of triggers) this.round.set(trigger.externalId, trigger);
  }

  private get readsFamilies(): boolean {
    return [...this.plans.values()].some(({ readsFamilies }) => readsFamilies);
  }

  /** What was known before a scheme changed is folded under the plan before. */
  private async onScheme(recorded: Recorded<SchemeEvent>): Promise<void> {
    await this.flush();
    const { event, position } = recorded;
    const { scheme } = event.data;
    const plan =
      this.plans.get(scheme) ??
      new Plan(scheme, await readScheme(this.parts.store, scheme, position), position);
    this.plans.set(scheme, plan);
    const before = affects(event, plan);
    plan.take(recorded);
    if (before || affects(event, plan)) await this.everybody(plan, recorded);
  }

  /** Every account of the portfolio under a plan that is another now. */
  private async everybody(plan: Plan, { id, position, context }: Recorded<SchemeEvent>): Promise<void> {
    await this.parts.reached(position);
    const cause: Cause = { kind: 'POLICY', eventId: id };
    let after: string | undefined;
    for (;;) {
      const page = { limit: chunk, ...(after !== undefined && { after }) };
      const externalIds = await this.parts.portfolio.externalIds(position, page);
      if (externalIds.length === 0) return;
      after = externalIds.at(-1)!;
      const about = { position, eventId: id, correlationId: context.correlationId, cause, reach: null };
      await this.fold(
        [plan],
        externalIds.map((externalId) => ({ ...about, externalId })),
        position,
      );
    }
  }

  private async flush(): Promise<void> {
    const triggers = [...this.round.values()];
    this.round = new Map();
    this.took(await this.deals.indicate([...this.plans.values()], triggers));
    const touched = triggers.filter((trigger) => this.touchedBy(trigger).length > 0);
    const at = touched.at(-1)?.position;
    if (at === undefined) return;
    await this.parts.reached(at);
    for (let from = 0; from < touched.length; from += chunk) {
      await this.fold([...this.plans.values()], touched.slice(from, from + chunk), at);
    }
  }

  private took(position: Position): void {
    if (position > this.produced) this.produced = position;
  }

  private touchedBy(trigger: Trigger): Plan[] {
    return [...this.plans.values()].filter((plan) => plan.mayDiffer(trigger));
  }

  /** An account's knowledge at `at` is its knowledge at its trigger: nothing else was said of it in between. */
  private async fold(plans: readonly Plan[], triggers: readonly Trigger[], at: Position): Promise<void> {
    const externalIds = triggers.map(({ externalId }) => externalId);
    const serviceLines = plans.some(({ declaresLines }) => declaresLines);
    const families = plans.some(({ readsFamilies }) => readsFamilies);
    const known = await knownByView(this.parts.facts, externalIds, at, { serviceLines, families });
    const today = await this.parts.today();
    for (const plan of plans) {
      const touched = triggers.filter((trigger) => plan.mayDiffer(trigger));
      const folds = touched.flatMap((trigger) =>
        known(trigger.externalId, plan).map((viewed) => ({ trigger, viewed })),
      );
      const commands = folds.map(({ trigger, viewed }) => commandOf(trigger, plan, viewed, today));
      const outcomes = await this.parts.execute.executeMany(placement, commands, (_, index) =>
        contextOf(folds[index]!.trigger),
      );
      outcomes.forEach((outcome, index) => {
        const { externalId, view } = commands[index]!;
        if (isRefusal(outcome)) throw new Error(`${externalId} cannot be assessed: ${outcome.message}`);
        plan.noteOpened(externalId, view, outcome.state.opened);
        const { position } = outcome.receipt;
        if (position !== null && position > this.produced) this.produced = position;
      });
    }
  }
}

/** Whether everybody's timelines may differ for what happened to a scheme. A day of assessment is its run's business. */
const affects = ({ type, data }: SchemeEvent, plan: Plan): boolean => {
  if (type === 'SchemeOpened') return true;
  if (type === 'PolicyScheduled') return plan.mayDifferFrom(data.effectiveFrom);
  if (type === 'PolicyRetired') return plan.mayDifferFrom(data.effectiveUntil);
  return false;
};

const commandOf = (trigger: Trigger, { scheme }: Plan, viewed: Viewed, today: Day): Reassess => ({
  type: 'Reassess',
  scheme,
  // Ids in the log were checked when they were recorded.
  externalId: trigger.externalId as ExternalId,
  ...viewed,
  since: null,
  basis: String(trigger.position),
  cause: trigger.cause,
  today,
});

/** Ids of consequences derive from the event that led to them. */
const contextOf = ({ eventId, correlationId }: Trigger): Context => ({
  actor: 'system:reassessment',
  commandId: eventId,
  correlationId,
  causationId: eventId,
});

/** An account's stream holds the account aggregate's events alone. */
const isOfAccount = (recorded: Recorded): recorded is Recorded<AccountEvent> =>
  recorded.stream.startsWith('account-') && recorded.unreadable === undefined;

const readable = (recorded: Recorded): Recorded => {
  if (recorded.unreadable !== undefined) throw new UnreadableStream(recorded);
  return recorded;
};
