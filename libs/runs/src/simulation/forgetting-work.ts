import { type Policy, type SchemeEvent, shadowOf } from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import { readScheme } from '../evaluation/scheme-plan';
import type { Attempt } from '../jobs/job';
import type { ForgottenAccounts, OldSimulation } from './forgotten-accounts';

/** What the job `forget-simulations` is asked: after how many days. */
export interface ForgettingInput {
  readonly days: number;
}

/** What it came to: of how many simulations the accounts are no longer kept. */
export interface Forgotten {
  readonly forgotten: number;
  readonly kept: number;
}

/** What stands behind a scheme's versions. */
interface Ground {
  readonly policies: readonly Policy[];
  /** `<version>/<hash>` of each simulation that an approval names. */
  readonly approved: ReadonlySet<string>;
}

/**
 * Forgets what old simulations say of each account, where nobody can need it any more. Interrupted anywhere it is done
 * again; what it has begun to delete is told of no more.
 */
export class ForgettingWork {
  private readonly grounds = new Map<string, Promise<Ground>>();

  constructor(
    private readonly store: EventStore,
    private readonly accounts: ForgottenAccounts,
    private readonly attempt: Attempt<ForgettingInput, never>,
  ) {}

  async run(): Promise<Forgotten> {
    const { signal, input } = this.attempt;
    const old = await this.accounts.olderThan(input.days);
    const needless: string[] = [];
    for (const one of old) if (!isNeeded(one, await this.groundOf(one.scheme))) needless.push(one.id);
    await this.accounts.forget(needless);
    for (const id of await this.accounts.leftBehind())
      while (await this.accounts.deleteSome(id)) signal.throwIfAborted();
    return { forgotten: needless.length, kept: old.length - needless.length };
  }

  private groundOf(scheme: string): Promise<Ground> {
    const known = this.grounds.get(scheme) ?? groundIn(this.store, scheme);
    this.grounds.set(scheme, known);
    return known;
  }
}

/** What an approval names is evidence. Of a version that may still be approved, or is in the shadow, the latest are at work. */
const isNeeded = (one: OldSimulation, { policies, approved }: Ground): boolean => {
  if (one.latestOfItsHash && approved.has(`${one.version}/${one.hash}`)) return true;
  const policy = policies[one.version - 1];
  if (!policy || !one.latestOfItsDays) return false;
  if (one.shadow) return shadowOf(policy) !== null;
  return isUndecided(policy) && !policies.slice(one.version).some(wasScheduled);
};

const isUndecided = ({ status }: Policy): boolean => status === 'draft' || status === 'submitted';

/** A version that has been overtaken by a later one can still be approved, and is simulated anew for that. */
const wasScheduled = (policy: Policy): boolean => 'scheduledAs' in policy;

const groundIn = async (store: EventStore, scheme: string): Promise<Ground> => {
  const approved = new Set<string>();
  for await (const { event } of store.read(`scheme-${scheme}`)) {
    // A scheme's stream holds the scheme aggregate's events alone.
    const { type, data } = event as SchemeEvent;
    if ((type === 'PolicyApproved' || type === 'PolicyApprovalGiven') && data.simulationHash !== undefined)
      approved.add(`${data.version}/${data.simulationHash}`);
  }
  const { policies } = await readScheme(store, scheme);
  return { policies, approved };
};
