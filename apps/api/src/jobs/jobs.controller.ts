import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Jobs } from '#libs/runs';
import { Answers } from '../http/answers';
import { notFound } from '../http/problem';
import { Readers } from '../http/route';
import { jobState, JobState, OfJob } from './job';

@ApiTags('jobs')
@Controller({ path: 'jobs', version: '1' })
export class JobsController {
  constructor(private readonly jobs: Jobs) {}

  /** How long work stands. */
  @Get(':id')
  @Readers()
  @Answers(200, JobState)
  async get(@Param() { id }: OfJob): Promise<JobState> {
    const job = await this.jobs.get(id);
    if (!job) throw notFound(`There is no job ${id}.`);
    return jobState(job);
  }
}
