import { Injectable } from '@nestjs/common';
import {
  lint,
  type PolicyDocument,
  type Scheme,
  scheme as aScheme,
  type SchemeCode,
  type SchemeTemplate,
  schemeTemplates,
} from '#libs/domain';
import { EventStore, idFor, type IfAt } from '#libs/event-store';
import { canonicalJson } from '#libs/kernel';
import { Commands } from '../http/commands';
import type { AskedBy } from '../http/exchange';
import { notFound } from '../http/problem';
import type { DraftAnswered } from './policy';
import { PrimaryScheme } from './primary-scheme';
import type { Adopted } from './scheme';

/** Draws up policy versions. */
@Injectable()
export class Drafts {
  constructor(
    private readonly commands: Commands,
    private readonly store: EventStore,
    private readonly primary: PrimaryScheme,
  ) {}

  async draft(
    scheme: SchemeCode,
    document: PolicyDocument,
    { person, context }: AskedBy,
    ifAt?: IfAt,
  ): Promise<DraftAnswered> {
    const command = { type: 'DraftPolicy', scheme, document, author: person } as const;
    const written = await this.commands.execute(aScheme, command, context, ifAt);
    return { version: await this.versionOf(scheme, document), lint: lint(document), ...written };
  }

  /** Drafts what a template says; a scheme that is not open yet is opened under the template's name. */
  async adopt(scheme: SchemeCode, name: string, asked: AskedBy): Promise<Adopted> {
    const template = schemeTemplates.find((one) => one.template === name);
    if (!template) {
      const names = schemeTemplates.map((one) => one.template).join(', ');
      throw notFound(`There is no template ${name}; take one of ${names}.`);
    }
    await this.openAs(scheme, template, asked);
    return { scheme, ...(await this.draft(scheme, template.document, asked)) };
  }

  private async openAs(
    scheme: SchemeCode,
    { name, description }: SchemeTemplate,
    { context }: AskedBy,
  ): Promise<void> {
    if ((await this.stateOf(scheme)).profile !== null) return;
    const primary = await this.primary.settle(scheme, undefined);
    const command = { type: 'PutScheme', scheme, name, description, primary } as const;
    // A command is known by its id on the stream, and the draft that follows is a command of its own.
    await this.commands.execute(aScheme, command, {
      ...context,
      commandId: idFor(context.commandId, 'open'),
    });
  }

  /** The last version that reads so: the one just drafted, or the draft that it repeats. */
  private async versionOf(scheme: SchemeCode, document: PolicyDocument): Promise<number> {
    const { policies } = await this.stateOf(scheme);
    const text = canonicalJson(document);
    return policies.findLastIndex((policy) => canonicalJson(policy.document) === text) + 1;
  }

  private async stateOf(scheme: SchemeCode): Promise<Scheme> {
    let state = aScheme.initialState();
    for await (const { event } of this.store.read(`scheme-${scheme}`))
      state = aScheme.evolve(state, event as never);
    return state;
  }
}
