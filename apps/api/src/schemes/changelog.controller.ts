import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers } from '../http/answers';
import { NowAsked } from '../http/paging/paging';
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
  ) {}

  /** The versions of a scheme's policy in order: what each changed in words, by whom, and what became of it. */
  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, Changelog)
  async get(@Param() { scheme }: OfScheme, @Query() asked: NowAsked): Promise<Changelog> {
    await this.questions.known(asked, 'schemes');
    await this.questions.schemeIsKnown(scheme);
    return this.changelogs.of(scheme);
  }
}
