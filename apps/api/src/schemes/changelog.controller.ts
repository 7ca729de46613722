import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers } from '../http/answers';
import { Pages } from '../http/paging/pages';
import { ListAsked } from '../http/paging/paging';
import { Readers, Scoped } from '../http/route';
import { Questions } from '../tiers/questions';
import { Changelog, Changelogs } from './changelog';
import { OfScheme } from './scheme';

@ApiTags('policies')
@Controller({ path: 'schemes/:scheme/changelog', version: '1' })
export class ChangelogController {
  constructor(
    private readonly changelogs: Changelogs,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** The versions of a scheme's policy in order: what each changed in words, by whom, and what became of it. */
  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, Changelog)
  async get(@Param() { scheme }: OfScheme, @Query() { minPosition, ...page }: ListAsked): Promise<Changelog> {
    await this.questions.known({ minPosition }, 'schemes');
    await this.questions.schemeIsKnown(scheme);
    const of = { list: 'changelog', scheme };
    return this.pages.part({ of, ...page }, await this.changelogs.of(scheme), ({ version }) => version);
  }
}
