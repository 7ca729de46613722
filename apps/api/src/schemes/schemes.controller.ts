import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { scheme as aScheme, schemeTemplates } from '#libs/domain';
import type { Revision } from '#libs/event-store';
import { Schemes } from '#libs/views';
import { Answers } from '../http/answers';
import { Commands } from '../http/commands';
import { AskedBy, IfMatch } from '../http/exchange';
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
  ) {}

  @Get('schemes')
  @Scoped('none')
  @Readers()
  @Answers(200, SchemeList)
  async list(): Promise<SchemeList> {
    return { items: await this.schemes.all() };
  }

  /** Documents to begin with. */
  @Get('scheme-templates')
  @Scoped('none')
  @Readers()
  @Answers(200, TemplateList)
  templates(): TemplateList {
    return { items: schemeTemplates };
  }

  @Get('schemes/:scheme')
  @Scoped('none')
  @Readers()
  @Answers(200, SchemeKept)
  async get(@Param() { scheme }: OfScheme): Promise<SchemeKept> {
    const found = await this.questions.found('schemes', () => this.schemes.get(scheme));
    if (!found) throw notFound(`There is no scheme ${scheme}: PUT /v1/schemes/${scheme} opens it.`);
    return found;
  }

  /** Open a scheme, or change what it is called. The first one is the primary one. */
  @Put('schemes/:scheme')
  @Roles('revops', 'admin')
  @Answers(201, SchemeSaved, 'Opened.')
  @Answers(200, SchemeSaved, 'Changed, or as it was.')
  async put(
    @Param() { scheme }: OfScheme,
    @Body() { name, description = '', primary }: SchemeTerms,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: Revision | undefined,
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
  async cohorts(@Param() { scheme }: OfScheme): Promise<Cohorts> {
    await this.questions.schemeIsKnown(scheme);
    return { items: await this.schemes.cohorts(scheme) };
  }

  /** The days on which accounts of the scheme are assessed. */
  @Get('schemes/:scheme/assessment-days')
  @Scoped('none')
  @Readers()
  @Answers(200, AssessmentDays)
  async assessmentDays(@Param() { scheme }: OfScheme): Promise<AssessmentDays> {
    await this.questions.schemeIsKnown(scheme);
    return { items: await this.schemes.assessmentDays(scheme) };
  }
}
