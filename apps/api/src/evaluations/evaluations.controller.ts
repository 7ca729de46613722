import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { idFor } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { Evaluations } from '#libs/runs';
import { Accepts } from '../http/answers';
import { type Answer, AskedBy } from '../http/exchange';
import { IsDay, IsFlag, IsLines, IsOneOf, IsPart } from '../http/fields';
import { LargeBody, Roles } from '../http/route';
import { acceptedJob, JobState } from '../jobs/job';
import { OfScheme } from '../schemes/scheme';

class EvaluationScope {
  @IsLines({ most: 10_000, description: 'The accounts to assess.' }) externalIds!: string[];
}

export class EvaluationTerms {
  @IsDay({ description: 'The day that is assessed: its own facts are read, its revenue is not.' })
  effectiveOn!: Day;
  @IsPart(() => EvaluationScope, { optional: true, nullable: true, description: 'All accounts when absent.' })
  scope?: EvaluationScope | null;
  @IsFlag({ optional: true, description: 'Say what would come of it, and record nothing.' }) dryRun?: boolean;
  @IsOneOf(['scheduled', 'unscheduled'], { optional: true, description: '`scheduled` when absent.' })
  kind?: 'scheduled' | 'unscheduled';
}

@ApiTags('evaluations')
@Controller({ path: 'schemes/:scheme/evaluations', version: '1' })
export class EvaluationsController {
  constructor(private readonly evaluations: Evaluations) {}

  /** Assess the accounts of a scheme on a day. Run again for the same day, it changes nothing. */
  @Post()
  @Roles('revops', 'service', 'admin')
  @LargeBody({ bytes: 4 * 1024 * 1024, keys: 100 })
  @Accepts(JobState)
  async evaluate(
    @Param() { scheme }: OfScheme,
    @Body() { effectiveOn, scope = null, dryRun = false, kind = 'scheduled' }: EvaluationTerms,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Answer> {
    const id = idFor(context.commandId, 'evaluation');
    return acceptedJob(
      await this.evaluations.request({ id, scheme, effectiveOn, scope, dryRun, kind, createdBy: person }),
    );
  }
}
