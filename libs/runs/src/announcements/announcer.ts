import {
  type AnnounceOverrides,
  override,
  overrideRulesOf,
  policyOn,
  schemeKnowledge,
  type SchemeKnowledge,
  type OverrideRules,
} from '#libs/domain';
import type { Context, EventStore, ExecuteHandler, Position, Recorded } from '#libs/event-store';
import { type Day, isRefusal } from '#libs/kernel';
import type { OverrideDues } from '#libs/views';
import { readScheme } from '../evaluation/scheme-plan';
import type { Occasion } from './occasion';

export interface AnnouncerParts {
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly overrideDues: OverrideDues;
}

/** Timelines that are announced together. */
const chunk = 1_000;

/** Has what the dates have brought about announced by the overrides themselves: each thing once. */
export class Announcer {
  private readonly plans = new Map<string, SchemeKnowledge>();
  /** The highest position appended. */
  produced: Position = 0n;

  constructor(private readonly parts: AnnouncerParts) {}

  /** A scheme that has changed is read again. */
  learn(events: readonly Recorded[]): void {
    for (const { stream } of events)
      if (stream.startsWith('scheme-')) this.plans.delete(stream.slice('scheme-'.length));
  }

  /** Everything that is due by a day, in every scheme. */
  async announceDue(today: Day, context: Context): Promise<void> {
    const { overrideDues } = this.parts;
    for (const scheme of await overrideDues.schemes()) {
      const { expiryNoticeDays } = await this.rulesOf(scheme, today);
      const due = await overrideDues.on(scheme, today, expiryNoticeDays);
      await this.announce(
        due.map((one) => ({ ...one, context })),
        today,
      );
    }
  }

  async announce(occasions: readonly Occasion[], today: Day): Promise<void> {
    for (let from = 0; from < occasions.length; from += chunk)
      await this.announceSome(occasions.slice(from, from + chunk), today);
  }

  private async announceSome(occasions: readonly Occasion[], today: Day): Promise<void> {
    const commands: AnnounceOverrides[] = [];
    for (const { scheme, view, externalId } of occasions) {
      const { expiryNoticeDays, escalatesTo } = await this.rulesOf(scheme, today);
      const about = { scheme, view, externalId, today };
      commands.push({ type: 'AnnounceOverrides', ...about, expiryNoticeDays, escalatesTo });
    }
    const outcomes = await this.parts.execute.executeMany(
      override,
      commands,
      (_, index) => occasions[index]!.context,
    );
    outcomes.forEach((outcome, index) => {
      if (isRefusal(outcome))
        throw new Error(`Nothing can be announced of ${occasions[index]!.externalId}: ${outcome.message}`);
      const { position } = outcome.receipt;
      if (position !== null && position > this.produced) this.produced = position;
    });
  }

  /** Of the policy in force on the day; the field's practice where none is. */
  private async rulesOf(scheme: string, today: Day): Promise<OverrideRules> {
    let plan = this.plans.get(scheme);
    if (!plan) this.plans.set(scheme, (plan = schemeKnowledge(await readScheme(this.parts.store, scheme))));
    return overrideRulesOf(policyOn(plan, today)?.document ?? { overrides: {} });
  }
}
