import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { idFor } from '#libs/event-store';
import { type ImportKind, importKinds, Imports, Jobs, type Reject } from '#libs/runs';
import { Accepts, Answers, AnswersText } from '../http/answers';
import { type Answer, AskedBy } from '../http/exchange';
import { IsLine, IsOneOf } from '../http/fields';
import { oneByOne, stream } from '../http/formats';
import { invalidField, notFound } from '../http/problem';
import { Readers, Roles, Upload } from '../http/route';
import { acceptedJob, jobState, JobState, OfJob } from '../jobs/job';

class ImportTerms {
  @IsOneOf(importKinds) kind!: ImportKind;
  @IsLine(64, { description: 'Where the file is from: ids that are derived begin with it.', example: 'crm' })
  source!: string;
}

const rejectColumns: (keyof Reject)[] = ['line', 'code', 'detail', 'row'];

@ApiTags('imports')
@Controller({ path: 'imports', version: '1' })
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly jobs: Jobs,
  ) {}

  /** Send a file of accounts, facts or revenue: it is stored whole, then taken row by row. */
  @Post()
  @Roles('revops', 'service', 'admin')
  @Upload()
  @ApiConsumes('text/csv', 'application/gzip')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Accepts(JobState)
  async receive(
    @Query() { kind, source }: ImportTerms,
    @Body() body: AsyncIterable<Uint8Array> | undefined,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Answer> {
    if (body === undefined)
      throw invalidField('', 'The body is the file: send it as text/csv, plain or gzip.');
    const id = idFor(context.commandId, 'import');
    return acceptedJob(await this.imports.receive({ id, kind, source, createdBy: person }, body));
  }

  /** How an import stands; its result counts the rows. */
  @Get(':id')
  @Readers()
  @Answers(200, JobState)
  async get(@Param() { id }: OfJob): Promise<JobState> {
    const job = (await this.imports.exists(id)) ? await this.jobs.get(id) : undefined;
    if (!job) throw notFound(`There is no import ${id}.`);
    return jobState(job);
  }

  /** The rows that were not taken, and why. */
  @Get(':id/rejects')
  @Readers()
  @AnswersText('text/csv', 'line, code, detail, row')
  async rejects(@Param() { id }: OfJob) {
    if (!(await this.imports.exists(id))) throw notFound(`There is no import ${id}.`);
    return stream('csv', rejectColumns, oneByOne(this.imports.rejects(id)));
  }
}
