import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Hierarchy, type Known } from '#libs/views';
import { OfAccount } from '../accounts/account';
import { Answers, AnswersWritten } from '../http/answers';
import type { Written } from '../http/commands';
import { AskedBy } from '../http/exchange';
import { Pages } from '../http/paging/pages';
import { notFound } from '../http/problem';
import { Readers, Roles } from '../http/route';
import { Questions } from '../tiers/questions';
import { familyViews } from './families';
import { LineageAnswered, LineageQuestion, LineageWritten, Merger, Split, Undoing } from './lineage';
import { Lineages } from './lineages';

@ApiTags('hierarchy')
@Controller({ path: 'accounts/:externalId', version: '1' })
export class LineageController {
  constructor(
    private readonly lineages: Lineages,
    private readonly hierarchy: Hierarchy,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** Make an account part of another from a day on. */
  @Post('merge')
  @Roles('revops')
  @Answers(200, LineageWritten)
  merge(@Param() { externalId }: OfAccount, @Body() terms: Merger, @AskedBy() { context }: AskedBy) {
    return this.lineages.merge(externalId, terms, context);
  }

  /** Make parts of an account accounts of their own from a day on. */
  @Post('split')
  @Roles('revops')
  @Answers(200, LineageWritten)
  split(@Param() { externalId }: OfAccount, @Body() terms: Split, @AskedBy() { context }: AskedBy) {
    return this.lineages.split(externalId, terms, context);
  }

  /** Take a merger or a split back: the answers are as if it had never been, and those given before stay on record. */
  @Post('lineage/undo')
  @Roles('revops')
  @AnswersWritten()
  undo(
    @Param() { externalId }: OfAccount,
    @Body() undoing: Undoing,
    @AskedBy() { context }: AskedBy,
  ): Promise<Written> {
    return this.lineages.undo(externalId, undoing, context);
  }

  /** What an account came from and what came from it, as known at a moment. */
  @Get('lineage')
  @Readers()
  @Answers(200, LineageAnswered)
  lineage(
    @Param() { externalId }: OfAccount,
    @Query() { limit, cursor, ...known }: LineageQuestion,
  ): Promise<LineageAnswered> {
    return this.pages.ofWhole(
      { of: { list: 'lineage', externalId, knownAt: known.knownAt }, limit, cursor },
      async () => ({ at: await this.questions.known(known, familyViews) }),
      async ({ at }) => ({ externalId, knownAt: at.knownAt, items: await this.found(externalId, at) }),
    );
  }

  private async found(externalId: string, at: Known) {
    const items = await this.hierarchy.lineageOf(externalId, at);
    if (items.length === 0 && (await this.hierarchy.unknown([externalId], at.position)).size > 0)
      throw notFound(`There is no account ${externalId}: PUT /v1/accounts/${externalId} onboards it.`);
    return items;
  }
}
