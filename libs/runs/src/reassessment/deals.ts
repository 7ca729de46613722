import {
  type AccountKnowledge,
  dealMeasuresOf,
  type ExternalId,
  type IndicateTiers,
  type Measure,
  opportunity,
} from '#libs/domain';
import type { Context, EventStore, ExecuteHandler, Position } from '#libs/event-store';
import { compositeId, isRefusal } from '#libs/kernel';
import type { Facts } from '#libs/views';
import type { Plan } from './plan';
import type { Trigger } from './trigger';

export interface DealsParts {
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly facts: Facts;
  /** Returns once the views know everything up to a position. */
  readonly reached: (position: Position) => Promise<void>;
}

/** Keeps on record what opportunities indicate: a provisional tier at each stage, the binding one at the signature. */
export class Deals {
  /** Streams that are known to hold nothing: every fact of a negotiation passes here before anything is recorded. */
  private readonly quiet = new Set<string>();

  constructor(private readonly parts: DealsParts) {}

  /** Says the highest position appended; 0 when nothing was. An account is among the triggers once. */
  async indicate(plans: readonly Plan[], triggers: readonly Trigger[]): Promise<Position> {
    let produced: Position = 0n;
    for (const plan of plans) {
      const highest = await this.indicateUnder(plan, await this.concerned(plan, triggers));
      if (highest > produced) produced = highest;
    }
    return produced;
  }

  private async indicateUnder(plan: Plan, concerned: readonly Trigger[]): Promise<Position> {
    const at = concerned.at(-1)?.position;
    if (at === undefined) return 0n;
    await this.parts.reached(at);
    const externalIds = concerned.map(({ externalId }) => externalId);
    const known = await this.parts.facts.knowledgeOf(externalIds, at);
    const told = concerned.filter(({ externalId }) => known.has(externalId));
    const outcomes = await this.parts.execute.executeMany(
      opportunity,
      told.map((trigger) => commandOf(trigger, plan, known.get(trigger.externalId)!)),
      (_, index) => contextOf(told[index]!),
    );
    let produced: Position = 0n;
    for (const outcome of outcomes) {
      if (isRefusal(outcome)) throw new Error(outcome.message);
      const { position } = outcome.receipt;
      if (position !== null && position > produced) produced = position;
    }
    return produced;
  }

  /** A fact of a negotiation always counts, that of a contract only where there was a negotiation. */
  private async concerned(plan: Plan, triggers: readonly Trigger[]): Promise<Trigger[]> {
    const { negotiation, signature } = dealMeasuresOf(plan.knowledge);
    const streamOf = ({ externalId }: Trigger) =>
      `${opportunity.category}-${compositeId(plan.scheme, externalId)}`;
    const negotiated = triggers.filter((trigger) => speaksOf(trigger, negotiation));
    for (const trigger of negotiated) this.quiet.delete(streamOf(trigger));
    const signed = triggers.filter(
      (trigger) =>
        speaksOf(trigger, signature) && !speaksOf(trigger, negotiation) && !this.quiet.has(streamOf(trigger)),
    );
    if (signed.length === 0) return negotiated;
    const recorded = await this.parts.store.readMany(signed.map(streamOf));
    const counting = new Set(negotiated);
    for (const trigger of signed) {
      if (recorded.get(streamOf(trigger))?.length) counting.add(trigger);
      else this.quiet.add(streamOf(trigger));
    }
    return triggers.filter((trigger) => counting.has(trigger));
  }
}

const commandOf = (
  { externalId, position }: Trigger,
  { scheme, knowledge: plan }: Plan,
  account: AccountKnowledge,
): IndicateTiers => ({
  type: 'IndicateTiers',
  scheme,
  // Ids in the log were checked when they were recorded.
  externalId: externalId as ExternalId,
  account,
  plan,
  basis: String(position),
});

const speaksOf = ({ reach, ofFamily = false }: Trigger, measures: ReadonlySet<Measure>): boolean =>
  !ofFamily && [...(reach?.measures ?? [])].some((measure) => measures.has(measure));

/** Ids of consequences derive from the event that led to them. */
const contextOf = ({ eventId, correlationId }: Trigger): Context => ({
  actor: 'system:reassessment',
  commandId: eventId,
  correlationId,
  causationId: eventId,
});
