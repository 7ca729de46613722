import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Instant, isDay, parseInstant, startOf } from '#libs/kernel';
import { Answers } from '../http/answers';
import { Cursors } from '../http/paging/cursor';
import { Format, InAllFormats, stream } from '../http/formats';
import { usualLimit } from '../http/paging/paging';
import { invalidField } from '../http/problem';
import { Roles } from '../http/route';
import { Tenant } from '../settings/tenant';
import { AccessAsked, AccessPage, columns } from './access';
import { AccessLog } from './access-log';
import { type AccessQuestion, KeptAccesses, type Place } from './kept-accesses';

@ApiTags('access')
@Controller({ path: 'access-log', version: '1' })
export class AccessLogController {
  constructor(
    private readonly log: AccessLog,
    private readonly kept: KeptAccesses,
    private readonly tenant: Tenant,
    private readonly cursors: Cursors,
  ) {}

  /** Who asked for what, and was told or denied it: in the order of time, by the clock of the machine. */
  @Get()
  @Roles('auditor', 'admin')
  @InAllFormats()
  @Answers(200, AccessPage)
  async list(
    @Query() { limit = usualLimit, cursor, minPosition: _, ...filter }: AccessAsked,
    @Format() format: Format,
  ) {
    const of = { list: 'access-log', ...filter };
    const place = cursor === undefined ? undefined : this.cursors.read<Place & Upper>(of, cursor);
    const question = { ...(await this.question(filter)), upTo: place?.upTo ?? (await this.last()) };
    if (format !== 'json') return stream(format, columns, this.kept.stream(question));
    const { items, next } = await this.kept.page(question, { limit, ...(place && { after: place }) });
    return { items, nextCursor: next && this.cursors.write(of, { ...next, upTo: question.upTo }) };
  }

  /** What this process has not written yet is asked for too. */
  private async last(): Promise<Place> {
    await this.log.flush();
    return this.kept.last();
  }

  private async question({ from, to, ...filter }: AccessAsked): Promise<Omit<AccessQuestion, 'upTo'>> {
    const { governanceTimeZone } = await this.tenant.settings();
    const moment = (said: string): Instant =>
      isDay(said) ? startOf(said, governanceTimeZone) : parseInstant(said)!;
    const [begin, end] = [from && moment(from), to && moment(to)];
    if (begin && end && begin >= end)
      throw invalidField('/from', 'The beginning lies before the end: `from` is before `to`.');
    return { ...filter, ...(begin && { from: begin }), ...(end && { until: end }) };
  }
}

type Upper = Pick<AccessQuestion, 'upTo'>;
