import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { rubric as aRubric } from '#libs/domain';
import type { IfAt } from '#libs/event-store';
import { InputCatalogue } from '#libs/views';
import { Answers } from '../http/answers';
import { Commands } from '../http/commands';
import { Answer, AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Pages } from '../http/paging/pages';
import { ListAsked } from '../http/paging/paging';
import { notFound } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { Questions } from '../tiers/questions';
import { RubricBook } from './rubric-book';
import { OfRubric, RubricList, RubricSaved, RubricTerms } from './rubric';

@ApiTags('rubrics')
@Controller({ path: 'rubrics', version: '1' })
export class RubricsController {
  constructor(
    private readonly commands: Commands,
    private readonly catalogue: InputCatalogue,
    private readonly questions: Questions,
    private readonly book: RubricBook,
    private readonly pages: Pages,
  ) {}

  /** Write a rubric, or its next version; assessments made by an older one keep it. */
  @Put(':rubric')
  @TakesIfMatch()
  @Roles('revops', 'policy-author', 'admin')
  @Answers(201, RubricSaved, 'Written.')
  @Answers(200, RubricSaved, 'Its next version, or as it was.')
  async put(
    @Param() { rubric }: OfRubric,
    @Body() { name, measure, questions }: RubricTerms,
    @AskedBy() { person, context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<Answer> {
    const said = { name, measure, questions };
    const command = { type: 'PutRubric', rubric, ...said, writtenBy: person } as const;
    const answer = await this.commands.save(aRubric, command, context, { ifAt, saying: { rubric, ...said } });
    const version = await this.book.versionOf(rubric, said);
    return new Answer(answer.status, { ...answer.body, version });
  }

  /** Every rubric as it was last written. */
  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, RubricList)
  async list(@Query() { minPosition, ...page }: ListAsked): Promise<RubricList> {
    const { position } = await this.questions.known({ minPosition }, 'catalogue');
    const all = await this.catalogue.rubrics(position);
    return this.pages.part({ of: 'rubrics', ...page }, all, ({ rubric }) => rubric);
  }

  /** The versions of a rubric, the latest first. */
  @Get(':rubric')
  @Scoped('none')
  @Readers()
  @Answers(200, RubricList)
  async get(
    @Param() { rubric }: OfRubric,
    @Query() { minPosition, ...page }: ListAsked,
  ): Promise<RubricList> {
    const { position } = await this.questions.known({ minPosition }, 'catalogue');
    const items = await this.catalogue.versionsOf(rubric, position);
    if (items.length === 0)
      throw notFound(`There is no rubric ${rubric}: PUT /v1/rubrics/${rubric} writes it.`);
    return this.pages.part({ of: { list: 'rubric', rubric }, ...page }, items, ({ version }) => version);
  }
}
