import { Injectable } from '@nestjs/common';
import { EventStore, idFor } from '#libs/event-store';
import { problemBody } from '../../http/problem';
import { problemOf } from '../../http/problem-filter';
import { ScopeGate } from '../../http/scopes/scope-gate';
import { readAs } from '../../http/shape';
import type { BulkAnswered, BulkOutcome } from './bulk-answered';
import { OverrideTerms } from '../override-asked';
import { OverrideBook, type Sender } from '../override-book';
import { reasoned } from '../reasoned';

/** Many requests at once, each as if it had been sent by itself. */
@Injectable()
export class BulkRequests {
  constructor(
    private readonly book: OverrideBook,
    private readonly gate: ScopeGate,
    private readonly store: EventStore,
  ) {}

  /**
   * One after another, for they may take from one quota. The command of each derives from that of the whole and its
   * place in it: where a call broke off, the same call again goes on from there.
   */
  async request(requests: readonly object[], sender: Sender): Promise<BulkAnswered> {
    const items: BulkOutcome[] = [];
    for (const [index, said] of requests.entries()) items.push(await this.outcomeOf(said, index, sender));
    const submitted = items.filter(({ outcome }) => outcome === 'submitted').length;
    const position = String(await this.store.head());
    return { submitted, refused: items.length - submitted, items, position };
  }

  private async outcomeOf(said: object, index: number, sender: Sender): Promise<BulkOutcome> {
    try {
      const { id, state, quota } = await this.submit(said, index, sender);
      return { index, outcome: 'submitted', id, state, quota };
    } catch (error) {
      const problem = problemOf(error);
      // What is our failure is none of the request's: the whole is to be sent again.
      if (!problem || problem.status >= 500) throw error;
      const instance = `/v1/overrides/bulk#/requests/${index}`;
      return {
        index,
        outcome: 'refused',
        problem: problemBody(problem, instance, sender.context.correlationId),
      };
    }
  }

  private async submit(said: object, index: number, { caller, scope, context }: Sender) {
    const terms = readAs(OverrideTerms, said);
    if (scope) await this.gate.accounts(scope, [terms.externalId]);
    const own = { ...context, commandId: idFor(context.commandId, `request ${index}`) };
    return this.book.request(terms, { caller, scope, context: reasoned(own, terms.justification) });
  }
}
