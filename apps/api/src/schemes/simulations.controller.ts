import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { runCases, scheme as aScheme } from '#libs/domain';
import { idFor } from '#libs/event-store';
import { Simulations } from '#libs/runs';
import { Schemes } from '#libs/views';
import { Accepts, Answers, AnswersWritten } from '../http/answers';
import { Commands, type Written } from '../http/commands';
import { Cursors } from '../http/paging/cursor';
import { type Answer, AskedBy } from '../http/exchange';
import { usualLimit } from '../http/paging/paging';
import { notFound } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { acceptedJob, JobState } from '../jobs/job';
import { Questions } from '../tiers/questions';
import { OfPolicy } from './policy';
import {
  AccountsSimulated,
  CasesRan,
  comparisons,
  OfSimulation,
  PageAsked,
  periodOf,
  Shadow,
  ShadowTerms,
  simulationKept,
  SimulationList,
  SimulationTerms,
} from './simulation';

/** What a version would come to: on real history, beside the plan, and for its golden accounts. */
@ApiTags('policies')
@Controller({ path: 'schemes/:scheme/policies/:version', version: '1' })
export class SimulationsController {
  constructor(
    private readonly simulations: Simulations,
    private readonly schemes: Schemes,
    private readonly questions: Questions,
    private readonly commands: Commands,
    private readonly cursors: Cursors,
  ) {}

  /** Replay real history under a version: who would move, and what that means. Nothing is assigned. */
  @Post('simulate')
  @Roles('policy-author', 'revops', 'finance', 'cs-lead', 'committee', 'sales-leader', 'admin')
  @Accepts(JobState)
  async simulate(
    @Param() { scheme, version }: OfPolicy,
    @Body() terms: SimulationTerms,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Answer> {
    const id = idFor(context.commandId, 'simulation');
    const order = { id, scheme, version, ...periodOf(terms), shadow: false, createdBy: person };
    return acceptedJob(await this.simulations.request(order));
  }

  /** The simulations of a version that are done, the latest first. */
  @Get('simulations')
  @Readers()
  @Answers(200, SimulationList)
  async list(@Param() { scheme, version }: OfPolicy): Promise<SimulationList> {
    await this.found(scheme, version);
    const done = await this.simulations.done.ofVersion(scheme, version, false);
    return { items: done.map(simulationKept) };
  }

  /** What a simulation says of every account. */
  @Get('simulations/:id/accounts')
  @Readers()
  @Answers(200, AccountsSimulated)
  async accounts(
    @Param() { scheme, version, id }: OfSimulation,
    @Query() { limit = usualLimit, cursor }: PageAsked,
  ) {
    const simulation = await this.simulations.done.get(scheme, version, id);
    if (!simulation) throw notFound(`Version ${version} of ${scheme} has no finished simulation ${id}.`);
    const of = { list: 'simulated-accounts', id };
    const after = cursor === undefined ? undefined : this.cursors.read<string>(of, cursor);
    const { items, next } = await this.simulations.done.accounts(id, { limit, ...(after && { after }) });
    return {
      position: simulation.position,
      items: items.map((item) => ({ ...item, day: simulation.to })),
    if (simulation.accountsForgottenAt !== null)
      throw notFound(
        `What became of each account in simulation ${id} is no longer kept: simulate version ${version} again.`,
      );
      nextCursor: next === null ? null : this.cursors.write(of, next),
    };
  }

  /** Let a version run beside the plan: each review of the scheme is compared with it, and it assigns nothing. */
  @Post('shadow')
  @Roles('policy-author', 'revops')
  @AnswersWritten()
  startShadow(
    @Param() policy: OfPolicy,
    @Body() { from }: ShadowTerms,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Written> {
    return this.commands.execute(
      aScheme,
      { type: 'ShadowPolicy', ...policy, from, shadowedBy: person },
      context,
    );
  }

  @Post('unshadow')
  @Roles('policy-author', 'revops')
  @AnswersWritten()
  endShadow(@Param() policy: OfPolicy, @AskedBy() { person, context }: AskedBy): Promise<Written> {
    return this.commands.execute(
      aScheme,
      { type: 'UnshadowPolicy', ...policy, unshadowedBy: person },
      context,
    );
  }

  /** How a version in the shadow has compared with the plan, by the day of the review. */
  @Get('shadow')
  @Readers()
  @Answers(200, Shadow)
  async shadow(@Param() { scheme, version }: OfPolicy): Promise<Shadow> {
    const { shadowFrom } = await this.found(scheme, version);
    const done = await this.simulations.done.ofVersion(scheme, version, true);
    return { from: shadowFrom, items: comparisons(done) };
  }

  /** Run the golden accounts of a version, and say which rules they cover. */
  @Get('cases')
  @Scoped('none')
  @Readers()
  @Answers(200, CasesRan)
  async cases(@Param() { scheme, version }: OfPolicy): Promise<CasesRan> {
    const { document } = await this.found(scheme, version);
    const { outcomes: items, rules, uncovered } = runCases(document);
    const passed = items.filter((one) => one.passed).length;
    return { passed, failed: items.length - passed, items, rules, uncovered };
  }

  private async found(scheme: string, version: number) {
    const policy = await this.questions.found('schemes', () => this.schemes.policy(scheme, version));
    if (!policy) throw notFound(`Scheme ${scheme} has no policy version ${version}.`);
    return policy;
  }
}
