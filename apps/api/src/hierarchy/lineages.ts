import { Injectable } from '@nestjs/common';
import {
  account,
  type AccountCommand,
  type AccountEvent,
  type ExternalId,
  type LineageCommand,
} from '#libs/domain';
import { type Context, EventStore, type Position, Refused } from '#libs/event-store';
import { isRefusal } from '#libs/kernel';
import { Hierarchy, Portfolio } from '#libs/views';
import { Commands, type Written } from '../http/commands';
import { notFound } from '../http/problem';
import { Questions } from '../tiers/questions';
import type { LineageWritten, Merger, Split, Undoing } from './lineage';
import { Parents } from './parents';

/** Mergers and splits: several accounts' streams, and nothing is recorded in the first that another would refuse. */
@Injectable()
export class Lineages {
  constructor(
    private readonly commands: Commands,
    private readonly store: EventStore,
    private readonly questions: Questions,
    private readonly portfolio: Portfolio,
    private readonly hierarchy: Hierarchy,
    private readonly parents: Parents,
  ) {}

  async merge(externalId: ExternalId, terms: Merger, context: Context): Promise<LineageWritten> {
    await this.isKnown(terms.into);
    await this.parents.merged(externalId, terms.into, terms.on);
    const because = { ...context, reason: terms.reason };
    const written = await this.execute([{ type: 'MergeAccount', externalId, ...terms }], because);
    return { ...written, eventId: await this.eventId(externalId, 'AccountMerged', terms) };
  }

  async split(externalId: ExternalId, terms: Split, context: Context): Promise<LineageWritten> {
    const profile = await this.isKnown(externalId);
    const parts = terms.into.map(({ externalId: part, name }): LineageCommand => {
      const { ownerSeat, parentExternalId } = profile;
      const begun = { name, onboardedOn: terms.on, ownerSeat, parentExternalId, attributes: {} };
      return {
        type: 'OnboardPart',
        externalId: part,
        profile: begun,
        splitFrom: { externalId, on: terms.on },
      };
    });
    const commands: LineageCommand[] = [{ type: 'SplitAccount', externalId, ...terms }, ...parts];
    await this.foresee(commands);
    const written = await this.execute(commands, { ...context, reason: terms.reason });
    return { ...written, eventId: await this.eventId(externalId, 'AccountSplit', terms) };
  }

  async undo(externalId: ExternalId, { eventId, reason }: Undoing, context: Context): Promise<Written> {
    const told = await this.questions.found('hierarchy', () => this.hierarchy.lineageTold(eventId));
    if (told?.from !== externalId)
      throw notFound(
        `${externalId} has neither a merger nor a split under ${eventId}: GET its lineage for what it has.`,
      );
    const { kind, on, into } = told;
    const parts = (kind === 'split' ? into : []).map((part): LineageCommand => {
      return { type: 'WithdrawPart', externalId: part, splitFrom: { externalId, on }, reason };
    });
    return this.execute([{ type: 'UndoLineage', externalId, eventId, kind, on, into, reason }, ...parts], {
      ...context,
      reason,
    });
  }

  /** One after another; each is met already when the whole is asked for again after a crash. */
  private async execute(commands: readonly LineageCommand[], context: Context): Promise<Written> {
    let [position, revision]: [Position, number | null] = [0n, null];
    for (const [index, command] of commands.entries()) {
      const written = await this.commands.execute(account, command, context);
      if (BigInt(written.position) > position) position = BigInt(written.position);
      if (index === 0) revision = written.revision;
    }
    return { position: String(position), revision };
  }

  /** @throws Refused when one of the commands would be, as the log stands */
  private async foresee(commands: readonly AccountCommand[]): Promise<void> {
    const streams = await this.store.readMany(commands.map(streamOf));
    for (const command of commands) {
      let state = account.initialState();
      // An account's stream holds the account aggregate's events alone.
      for (const { event } of streams.get(streamOf(command)) ?? [])
        state = account.evolve(state, event as AccountEvent);
      const outcome = account.decide(command, state);
      if (isRefusal(outcome)) throw new Refused(outcome);
    }
  }

  private async isKnown(externalId: string) {
    const known = await this.questions.found('portfolio', (at) => this.portfolio.get(externalId, at));
    if (known) return known;
    throw notFound(`There is no account ${externalId}: PUT /v1/accounts/${externalId} onboards it.`);
  }

  /** The event that now says so: what is undone is named by it. */
  private async eventId(
    externalId: string,
    type: AccountEvent['type'],
    { on }: { on: string },
  ): Promise<string> {
    let found = '';
    for await (const { id, event } of this.store.read(`${account.category}-${externalId}`))
      if (event.type === type && (event.data as { on?: string }).on === on) found = id;
    return found;
  }
}

const streamOf = (command: AccountCommand): string => `${account.category}-${account.idOf(command)}`;
