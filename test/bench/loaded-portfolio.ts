import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  accountView,
  PersonId,
  PolicyDocument,
  scheme as schemeAggregate,
  type SchemeCommand,
  SchemeCode,
} from '#libs/domain';
import { Execute } from '#libs/event-store';
import { day, type Day } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import type { EvaluationResult, ImportKind } from '#libs/runs';
import { views } from '#libs/views';
import type { Bed } from './bed';
import { context } from './figures/fact';
import { accountsCsv, dayAfterFirst, firstDay, monthlyCsv, policy, scheme } from './portfolio';

const hour = 3_600_000;

/** A portfolio with a year of revenue, a policy in force and a first assessment, all views caught up. */
export class LoadedPortfolio {
  private daysAssessed = 0;

  private constructor(
    readonly accounts: number,
    readonly address: string,
    private readonly open: () => Promise<Instance>,
    /** On a database of its own, with everything running. */
    public instance: Instance,
  ) {}

  static async load(accounts: number, address: string, bed: Bed): Promise<LoadedPortfolio> {
    const open = async () => {
      const instance = await bed.instance(address);
      await instance.start();
      return instance;
    };
    const portfolio = new LoadedPortfolio(accounts, address, open, await open());
    await portfolio.load();
    return portfolio;
  }

  /** Lets go of the database for a moment. */
  async aside<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.settle();
    await this.instance.close();
    const result = await work();
    this.instance = await this.open();
    return result;
  }

  /** The days on which the portfolio has been assessed so far. */
  get assessed(): Day[] {
    return Array.from({ length: this.daysAssessed }, (_, days) => day(dayAfterFirst(days)));
  }

  /** Assesses all accounts on the day after the last one. */
  async evaluate(): Promise<{
    readonly on: Day;
    readonly result: EvaluationResult;
    readonly seconds: number;
  }> {
    const on = day(dayAfterFirst(this.daysAssessed));
    const run = await assess(this.instance, scheme, on);
    this.daysAssessed += 1;
    return { on, ...run };
  }

  /** Waits until every view and the standing reassessment have all that is in the log. */
  settle(): Promise<void> {
    return settled(this.instance);
  }

  private async load(): Promise<void> {
    await take(this.instance, 'accounts', accountsCsv(this.accounts));
    await take(this.instance, 'revenue', monthlyCsv(this.accounts));
    await this.settle();
    await openScheme(this.instance, scheme, policy, true);
    await this.settle();
    await this.evaluate();
    await this.settle();
    await this.instance.pool.query('vacuum analyze');
  }
}

/** Takes a file in by the import that every file takes. */
export const take = async (
  { imports, jobs }: Instance,
  kind: ImportKind,
  file: Iterable<Buffer>,
): Promise<void> => {
  const id = randomUUID();
  await imports.receive({ id, kind, source: 'bench', createdBy: 'bench' }, Readable.from(file));
  const job = await jobs.finished(id, hour);
  if (job?.state !== 'succeeded') throw new Error(`The import ended as ${JSON.stringify(job)}.`);
};

/** Assesses all accounts of a scheme on a day. */
export const assess = async (
  { evaluations, jobs }: Instance,
  ofScheme: string,
  effectiveOn: Day,
  dryRun = false,
): Promise<{ readonly result: EvaluationResult; readonly seconds: number }> => {
  const [id, start] = [randomUUID(), performance.now()];
  const order = { id, scheme: ofScheme, effectiveOn, scope: null, dryRun, createdBy: 'bench' };
  await evaluations.request({ ...order, kind: 'scheduled' });
  const job = await jobs.finished(id, hour);
  const seconds = (performance.now() - start) / 1_000;
  if (job?.state !== 'succeeded') throw new Error(`The evaluation ended as ${JSON.stringify(job)}.`);
  return { result: job.result as EvaluationResult, seconds };
};

/** Waits until every view of an instance and its standing reassessment have all that is in the log. */
export const settled = async ({ store, progress }: Instance): Promise<void> => {
  for (const { name } of views) await progress.settle(name, await store.head(), hour);
};

const [author, approver] = [PersonId.parse('ana'), PersonId.parse('ben')];

/** Opens a scheme with a policy in force from before the first day of assessment. */
export const openScheme = async (
  { execute }: Instance,
  code: string,
  document: object,
  primary = false,
): Promise<void> => {
  const its = { scheme: SchemeCode.parse(code) };
  const version = { ...its, version: 1 };
  const commands: SchemeCommand[] = [
    { type: 'PutScheme', ...its, name: code, description: '', primary },
    { type: 'DraftPolicy', ...its, document: PolicyDocument.parse(document), author },
    { type: 'SubmitPolicy', ...version, submittedBy: author },
    { type: 'ApprovePolicy', ...version, approvedBy: approver },
    { type: 'SchedulePolicy', ...version, effectiveFrom: day('2025-01-01'), scheduledBy: approver },
  ];
  for (const command of commands) await execute.execute(new Execute(schemeAggregate, command, context()));
};

/** The view of all questions that the bench asks. */
export const timelineOf = (externalId: string) => ({ scheme, view: accountView as string, externalId });

/** Portfolios by their number of accounts: loaded when first asked for, and kept for all topics. */
export class Portfolios {
  private readonly loaded = new Map<number, Promise<LoadedPortfolio>>();

  constructor(
    private readonly bed: Bed,
    private readonly say: (sentence: string) => void,
  ) {}

  of(accounts: number): Promise<LoadedPortfolio> {
    const loading = this.loaded.get(accounts) ?? this.load(accounts);
    this.loaded.set(accounts, loading);
    return loading;
  }

  /** The same as a database of its own, to try what changes it. */
  async copyOf(accounts: number, name: string): Promise<string> {
    const portfolio = await this.of(accounts);
    return portfolio.aside(() => this.bed.database(name, new URL(portfolio.address).pathname.slice(1)));
  }

  private async load(accounts: number): Promise<LoadedPortfolio> {
    const start = performance.now();
    const address = await this.bed.database(`bench_portfolio_${accounts}`);
    const portfolio = await LoadedPortfolio.load(accounts, address, this.bed);
    const seconds = Math.round((performance.now() - start) / 1_000);
    this.say(
      `A portfolio of ${accounts.toLocaleString('en')} accounts is loaded and assessed on ${firstDay} (${seconds} s).`,
    );
    return portfolio;
  }
}
