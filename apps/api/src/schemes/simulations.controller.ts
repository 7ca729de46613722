import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { runCases, scheme as aScheme } from '#libs/domain';
import { idFor, type IfAt } from '#libs/event-store';
import { Simulations } from '#libs/runs';
import { Schemes } from '#libs/views';
import { Accepts, Answers, AnswersWritten } from '../http/answers';
import { Commands, type Written } from '../http/commands';
import { Cursors } from '../http/paging/cursor';
import { type Answer, AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Pages } from '../http/paging/pages';
import { ListAsked, NowAsked, usualLimit } from '../http/paging/paging';
import { notFound } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { acceptedJob, JobState } from '../jobs/job';
import { Questions } from '../tiers/questions';
import { CasesRan } from './cases';
import { OfPolicy } from './policy';
import { comparisons, Shadow, ShadowTerms } from './shadow';
import {
  AccountsSimulated,
  OfSimulation,
  periodOf,
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
    private readonly pages: Pages,
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
  async list(
    @Param() { scheme, version }: OfPolicy,
    @Query() { minPosition, ...page }: ListAsked,
  ): Promise<SimulationList> {
    await this.found(scheme, version, minPosition);
    const done = await this.simulations.done.ofVersion(scheme, version, false);
    const of = { list: 'simulations', scheme, version };
    return this.pages.part({ of, ...page }, done.map(simulationKept), ({ id }) => id);
  }

  /** What a simulation says of every account. */
  @Get('simulations/:id/accounts')
  @Readers()
  @Answers(200, AccountsSimulated)
  async accounts(
    @Param() { scheme, version, id }: OfSimulation,
    @Query() { limit = usualLimit, cursor }: ListAsked,
  ) {
    const simulation = await this.simulations.done.get(scheme, version, id);
    if (!simulation) throw notFound(`Version ${version} of ${scheme} has no finished simulation ${id}.`);
    if (simulation.accountsForgottenAt !== null)
      throw notFound(
        `What became of each account in simulation ${id} is no longer kept: simulate version ${version} again.`,
      );
    const of = { list: 'simulated-accounts', id };
    const after = cursor === undefined ? undefined : this.cursors.read<string>(of, cursor);
    const { items, next } = await this.simulations.done.accounts(id, { limit, ...(after && { after }) });
    return {
      position: simulation.position,
      items: items.map((item) => ({ ...item, day: simulation.to })),
      nextCursor: next === null ? null : this.cursors.write(of, next),
    };
  }

  /** Let a version run beside the plan: each review of the scheme is compared with it, and it assigns nothing. */
  @Post('shadow')
  @TakesIfMatch()
  @Roles('policy-author', 'revops')
  @AnswersWritten()
  startShadow(
    @Param() policy: OfPolicy,
    @Body() { from }: ShadowTerms,
    @AskedBy() { person, context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<Written> {
    const command = { type: 'ShadowPolicy', ...policy, from, shadowedBy: person } as const;
    return this.commands.execute(aScheme, command, context, ifAt);
  }

  @Post('unshadow')
  @TakesIfMatch()
  @Roles('policy-author', 'revops')
  @AnswersWritten()
  endShadow(
    @Param() policy: OfPolicy,
    @AskedBy() { person, context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<Written> {
    const command = { type: 'UnshadowPolicy', ...policy, unshadowedBy: person } as const;
    return this.commands.execute(aScheme, command, context, ifAt);
  }

  /** How a version in the shadow has compared with the plan, by the day of the review. */
  @Get('shadow')
  @Readers()
  @Answers(200, Shadow)
  async shadow(@Param() { scheme, version }: OfPolicy, @Query() asked: NowAsked): Promise<Shadow> {
    const { shadowFrom } = await this.found(scheme, version, asked.minPosition);
    const done = await this.simulations.done.ofVersion(scheme, version, true);
    return { from: shadowFrom, items: comparisons(done) };
  }

  /** Run the golden accounts of a version, and say which rules they cover. */
  @Get('cases')
  @Scoped('none')
  @Readers()
  @Answers(200, CasesRan)
  async cases(@Param() { scheme, version }: OfPolicy, @Query() asked: NowAsked): Promise<CasesRan> {
    const { document } = await this.found(scheme, version, asked.minPosition);
    const { outcomes: items, rules, uncovered } = runCases(document);
    const passed = items.filter((one) => one.passed).length;
    return { passed, failed: items.length - passed, items, rules, uncovered };
  }

  private async found(scheme: string, version: number, minPosition?: string) {
    await this.questions.known({ minPosition }, 'schemes');
    const policy = await this.questions.found('schemes', () => this.schemes.policy(scheme, version));
    if (!policy) throw notFound(`Scheme ${scheme} has no policy version ${version}.`);
    return policy;
  }
}
