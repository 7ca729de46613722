import { Injectable } from '@nestjs/common';
import { lint, type PolicyDocument, scheme as aScheme, type SchemeCode } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { canonicalJson } from '#libs/kernel';
import { Commands } from '../http/commands';
import type { AskedBy } from '../http/exchange';
import type { DraftAnswered } from './policy';

/** Draws up policy versions. */
@Injectable()
export class Drafts {
  constructor(
    private readonly commands: Commands,
    private readonly store: EventStore,
  ) {}

  async draft(
    scheme: SchemeCode,
    document: PolicyDocument,
    { person, context }: AskedBy,
  ): Promise<DraftAnswered> {
    const command = { type: 'DraftPolicy', scheme, document, author: person } as const;
    const written = await this.commands.execute(aScheme, command, context);
    return { version: await this.versionOf(scheme, document), lint: lint(document), ...written };
  }

  /** The last version that reads so: the one just drafted, or the draft that it repeats. */
  private async versionOf(scheme: SchemeCode, document: PolicyDocument): Promise<number> {
    let state = aScheme.initialState();
    for await (const { event } of this.store.read(`scheme-${scheme}`))
      state = aScheme.evolve(state, event as never);
    const text = canonicalJson(document);
    return state.policies.findLastIndex((policy) => canonicalJson(policy.document) === text) + 1;
  }
}
