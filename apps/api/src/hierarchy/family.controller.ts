import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OfAccount } from '../accounts/account';
import { Answers } from '../http/answers';
import { Pages } from '../http/paging/pages';
import { Readers } from '../http/route';
import { Families } from './families';
import { FamiliesQuestion, FamilyAnswered, FamilyPage, FamilyQuestion } from './family';

@ApiTags('hierarchy')
@Controller({ version: '1' })
export class FamilyController {
  constructor(
    private readonly families: Families,
    private readonly pages: Pages,
  ) {}

  /** Everybody above and under an account on a day, as known at a moment; with their tiers where a scheme is named. */
  @Get('accounts/:externalId/family')
  @Readers()
  @Answers(200, FamilyAnswered)
  family(@Param() { externalId }: OfAccount, @Query() question: FamilyQuestion): Promise<FamilyAnswered> {
    return this.families.of(externalId, question);
  }

  /** Ultimate parents with all under them, and the tiers of all. */
  @Get('families')
  @Readers()
  @Answers(200, FamilyPage)
  list(@Query() { limit, cursor, ...when }: FamiliesQuestion): Promise<FamilyPage> {
    return this.pages.read(
      { of: { list: 'families', ...when }, limit, cursor },
      () => this.families.tiered(when),
      (standing, page: { limit: number; after?: string }) => this.families.page(standing, page),
    );
  }
}
