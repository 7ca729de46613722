import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Jobs } from '#libs/runs';
import { EventStore } from '#libs/event-store';
import { Answers } from '../http/answers';
import { Freshness } from '../http/freshness';
import { notFound } from '../http/problem';
import { Readers } from '../http/route';
import { jobState, JobState, OfJob } from './job';

@ApiTags('jobs')
@Controller({ path: 'jobs', version: '1' })
export class JobsController {
  constructor(
    private readonly jobs: Jobs,
    private readonly store: EventStore,
    private readonly freshness: Freshness,
  ) {}

  /** How long work stands. */
  @Get(':id')
  @Readers()
  @Answers(200, JobState)
  async get(@Param() { id }: OfJob): Promise<JobState> {
    const job = await this.jobs.get(id);
    if (!job) throw notFound(`There is no job ${id}.`);
    // Whoever reads that the work is done may ask at once for what came of it.
    if (job.state === 'succeeded') this.freshness.acknowledge(await this.store.head());
    return jobState(job);
  }
}
