import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { scheme as aScheme, schemeTemplates } from '#libs/domain';
import type { IfAt } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { Schemes } from '#libs/views';
import { Answers } from '../http/answers';
import { Commands } from '../http/commands';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Pages } from '../http/paging/pages';
import { ListAsked, NowAsked } from '../http/paging/paging';
import { notFound } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { Questions } from '../tiers/questions';
import { DocumentBody, lintBody } from './document';
import { Drafts } from './drafts';
import { PrimaryScheme } from './primary-scheme';
import {
  Adopted,
  Adoption,
  AssessmentDays,
  Cohorts,
  Linted,
  OfScheme,
  SchemeKept,
  SchemeList,
  SchemeSaved,
  SchemeTerms,
  TemplateList,
} from './scheme';

@ApiTags('schemes')
@Controller({ version: '1' })
export class SchemesController {
  constructor(
    private readonly commands: Commands,
    private readonly schemes: Schemes,
    private readonly questions: Questions,
    private readonly primary: PrimaryScheme,
    private readonly drafts: Drafts,
    private readonly pages: Pages,
  ) {}

  @Get('schemes')
  @Scoped('none')
  @Readers()
  @Answers(200, SchemeList)
  async list(@Query() { minPosition, ...page }: ListAsked): Promise<SchemeList> {
    await this.questions.known({ minPosition }, 'schemes');
    return this.pages.part({ of: 'schemes', ...page }, await this.schemes.all(), ({ scheme }) => scheme);
  }

  /** Documents to begin with. */
  @Get('scheme-templates')
  @Scoped('none')
  @Readers()
  @Answers(200, TemplateList)
  templates(@Query() { limit, cursor }: ListAsked): TemplateList {
    return this.pages.part({ of: 'templates', limit, cursor }, schemeTemplates, ({ template }) => template);
  }

  @Get('schemes/:scheme')
  @Scoped('none')
  @Readers()
  @Answers(200, SchemeKept)
  async get(@Param() { scheme }: OfScheme, @Query() asked: NowAsked): Promise<SchemeKept> {
    await this.questions.known(asked, 'schemes');
    const found = await this.questions.found('schemes', () => this.schemes.get(scheme));
    if (!found) throw notFound(`There is no scheme ${scheme}: PUT /v1/schemes/${scheme} opens it.`);
    return found;
  }

  /** Open a scheme, or change what it is called. The first one is the primary one. */
  @Put('schemes/:scheme')
  @TakesIfMatch()
  @Roles('revops', 'admin')
  @Answers(201, SchemeSaved, 'Opened.')
  @Answers(200, SchemeSaved, 'Changed, or as it was.')
  async put(
    @Param() { scheme }: OfScheme,
    @Body() { name, description = '', primary }: SchemeTerms,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ) {
    const saying = { scheme, name, description, primary: await this.primary.settle(scheme, primary) };
    return this.commands.save(aScheme, { type: 'PutScheme', ...saying }, context, { ifAt, saying });
  }

  /** Draft what a template says as the next version; a scheme that is not open yet is opened under its name. */
  @Post('schemes/:scheme/adopt')
  @Roles('revops', 'admin', 'policy-author')
  @Answers(201, Adopted)
  adopt(
    @Param() { scheme }: OfScheme,
    @Body() { template }: Adoption,
    @AskedBy() asked: AskedBy,
  ): Promise<Adopted> {
    return this.drafts.adopt(scheme, template, asked);
  }

  /** Say what is wrong with a policy document, without drafting it. */
  @Post('schemes/:scheme/policies/lint')
  @Scoped('none')
  @Readers()
  @Answers(200, Linted)
  @DocumentBody()
  async lint(@Param() { scheme }: OfScheme, @Body() document: unknown): Promise<Linted> {
    await this.questions.schemeIsKnown(scheme);
    return { lint: lintBody(document) };
  }

  /** The cohorts that runs have ranked and where each was cut, the latest first: they divide until the next. */
  @Get('schemes/:scheme/cohorts')
  @Scoped('none')
  @Readers()
  @Answers(200, Cohorts)
  async cohorts(
    @Param() { scheme }: OfScheme,
    @Query() { minPosition, ...page }: ListAsked,
  ): Promise<Cohorts> {
    await this.questions.known({ minPosition }, 'schemes');
    await this.questions.schemeIsKnown(scheme);
    const of = { list: 'cohorts', scheme };
    return this.pages.part({ of, ...page }, await this.schemes.cohorts(scheme), keyOfRun);
  }

  /** The days on which accounts of the scheme are assessed. */
  @Get('schemes/:scheme/assessment-days')
  @Scoped('none')
  @Readers()
  @Answers(200, AssessmentDays)
  async assessmentDays(
    @Param() { scheme }: OfScheme,
    @Query() { minPosition, ...page }: ListAsked,
  ): Promise<AssessmentDays> {
    await this.questions.known({ minPosition }, 'schemes');
    await this.questions.schemeIsKnown(scheme);
    const of = { list: 'assessment-days', scheme };
    return this.pages.part({ of, ...page }, await this.schemes.assessmentDays(scheme), keyOfRun);
  }
}

/** A run works on one day, under the versions that are in force. */
const keyOfRun = ({ day, runId, ...of }: { day: Day; runId: string; policyVersion?: number }): string =>
  `${day} ${runId} ${of.policyVersion ?? ''}`;
