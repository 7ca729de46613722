import type { Pool } from 'pg';
import {
  errorsOf,
  lint,
  type Policy,
  type Scheme,
  type SchemeEvent,
  shadowOf,
  type SimulationSeen,
} from '#libs/domain';
import { idFor, type Position, Refused } from '#libs/event-store';
import { type Day, refuse } from '#libs/kernel';
import type { AuditTrail } from '#libs/views';
import { readScheme } from '../evaluation/scheme-plan';
import type { Attempt, Job } from '../jobs/job';
import type { Jobs } from '../jobs/jobs';
import { type ForgettingInput, ForgettingWork } from './forgetting-work';
import { ForgottenAccounts } from './forgotten-accounts';
import type { SimulationDone, SimulationOrder } from './simulation';
import { SimulationTables } from './simulation-tables';
import {
  type SimulationInput,
  type SimulationMark,
  type SimulationParts,
  SimulationWork,
} from './simulation-work';

export interface SimulationsParts extends SimulationParts {
  readonly pool: Pool;
  readonly jobs: Jobs;
  readonly auditTrail: AuditTrail;
}

/** What policy versions would make of a scheme's real history. */
export class Simulations {
  readonly done: SimulationTables;

  constructor(private readonly parts: SimulationsParts) {
    this.done = new SimulationTables(parts.pool);
    parts.jobs.register('simulation', (attempt: Attempt<SimulationInput, SimulationMark>) =>
      new SimulationWork(parts, this.done, attempt).run(),
    );
    const forgotten = new ForgottenAccounts(parts.pool);
    parts.jobs.register('forget-simulations', (attempt: Attempt<ForgettingInput, never>) =>
      new ForgettingWork(parts.store, forgotten, attempt).run(),
    );
  }

  /**
   * Queues a simulation.
   * @throws Refused NOT_FOUND for an unknown scheme or version, POLICY_HAS_LINT_ERRORS for one that cannot be in force
   */
  async request({ id, createdBy, ...input }: SimulationOrder): Promise<Job> {
    const { scheme, version } = input;
    const policy = versionIn(await readScheme(this.parts.store, scheme), scheme, version);
    const findings = errorsOf(lint(policy.document));
    if (findings.length > 0) throw new Refused(hasErrors(findings));
    return this.parts.jobs.enqueue({ id, kind: 'simulation', input, createdBy });
  }

  /** Holds each version that is in the shadow against what a run has just assigned. */
  async shadowRun(run: { readonly id: string; readonly scheme: string; readonly day: Day }): Promise<void> {
    const { id, scheme, day: to } = run;
    const { policies } = await readScheme(this.parts.store, scheme);
    for (const [index, policy] of policies.entries()) {
      const from = shadowOf(policy);
      if (from === null || from > to) continue;
      const version = index + 1;
      const input = { scheme, version, from, to, shadow: true };
      await this.parts.jobs.enqueue({
        id: idFor(id, `shadow/${version}`),
        kind: 'simulation',
        input,
        createdBy: 'system:shadow',
      });
    }
  }

  /** What is to be said of the simulation that an approver names, or should have named. */
  async seen(scheme: string, version: number, hash: string | undefined): Promise<SimulationSeen> {
    if (hash === undefined) return (await this.done.hasAny(scheme, version)) ? { trouble: 'needed' } : {};
    const simulation = await this.done.withHash(scheme, version, hash);
    if (!simulation) return { hash, trouble: 'unknown' };
    return (await this.hasMovedOn(simulation)) ? { hash, trouble: 'moved-on' } : { hash };
  }

  /** Whether anything that a simulation would read has been recorded behind its position. */
  private async hasMovedOn({ scheme, to, position }: SimulationDone): Promise<boolean> {
    const { store, progress, auditTrail } = this.parts;
    const [since, head] = [BigInt(position) satisfies Position, await store.head()];
    if (head === since) return false;
    for await (const { event, position: at } of store.read(`scheme-${scheme}`)) {
      // A scheme's stream holds the scheme aggregate's events alone.
      if (at > since && changesPlan(event as SchemeEvent, to)) return true;
    }
    await progress.reach('audit-trail', head);
    return auditTrail.hasAny('account', { after: since, at: head });
  }
}

/** Whether an event changes which policy is in force, or which days are assessed, up to a day. */
const changesPlan = ({ type, data }: SchemeEvent, to: Day): boolean => {
  if (type === 'PolicyScheduled') return data.effectiveFrom <= to;
  if (type === 'PolicyRetired') return data.effectiveUntil <= to;
  return (type === 'AssessmentDayAdded' || type === 'CohortRanked') && data.day <= to;
};

const versionIn = ({ profile, policies }: Scheme, scheme: string, version: number): Policy => {
  const policy = policies[version - 1];
  if (policy) return policy;
  const message =
    profile === null
      ? `There is no scheme ${scheme}; open it first.`
      : `Scheme ${scheme} has no policy version ${version}; draft it first.`;
  throw new Refused(refuse('unknown', 'NOT_FOUND', message));
};

const hasErrors = (findings: ReturnType<typeof lint>) =>
  refuse(
    'against-policy',
    'POLICY_HAS_LINT_ERRORS',
    `Draft a new version without its errors: ${findings[0]!.detail}`,
    { findings },
  );
