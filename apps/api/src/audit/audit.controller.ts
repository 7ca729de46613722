import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { startOf, parseInstant, isDay, type Instant } from '#libs/kernel';
import { type AuditEntry, type AuditQuestion, AuditTrail } from '#libs/views';
import { Answers, pageOf } from '../http/answers';
import {
  anyJson,
  IsAny,
  IsCode,
  IsDayOrInstant,
  IsInstant,
  IsLine,
  IsPosition,
  IsWhole,
} from '../http/fields';
import { Format, InAllFormats, stream } from '../http/formats';
import { Pages } from '../http/paging/pages';
import { IsCursor, IsLimit, IsMinPosition } from '../http/paging/paging';
import { invalidField } from '../http/problem';
import { Roles, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';

class Entry implements AuditEntry {
  @IsPosition() position!: string;
  @IsLine(64) eventId!: string;
  @IsLine(1024) stream!: string;
  @IsWhole(0, 2 ** 31) revision!: number;
  @IsLine(64) type!: string;
  @IsInstant() recordedAt!: Instant;
  @IsLine(256) actor!: string;
  @IsLine(256, { nullable: true }) onBehalfOf!: string | null;
  @IsAny({ type: 'string' }, { nullable: true }) reason!: string | null;
  @IsCode({ nullable: true }) externalId!: string | null;
  @IsCode({ nullable: true }) scheme!: string | null;
  @IsAny(anyJson, { nullable: true, description: 'Of whatever kind the event speaks of.' }) before!: unknown;
  @IsAny(anyJson, { nullable: true }) after!: unknown;
  @IsLine(128) correlationId!: string;
  @IsLine(128, { nullable: true }) causationId!: string | null;
  @IsLine(64) commandId!: string;
}

class EntryPage extends pageOf(Entry) {}

class AuditAsked {
  @IsCode({ optional: true }) externalId?: string;
  @IsCode({ optional: true }) scheme?: string;
  @IsLine(1024, { optional: true }) stream?: string;
  @IsLine(256, { optional: true }) actor?: string;
  @IsLine(64, { optional: true }) type?: string;
  @IsDayOrInstant({
    optional: true,
    description: 'Recorded at or after this moment; a day is its beginning.',
  })
  from?: string;
  @IsDayOrInstant({ optional: true, description: 'Recorded before this moment; a day is its beginning.' })
  to?: string;
  @IsMinPosition() minPosition?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

const columns: (keyof AuditEntry)[] = [
  'position',
  'recordedAt',
  'type',
  'externalId',
  'scheme',
  'actor',
  'onBehalfOf',
  'reason',
  'before',
  'after',
  'stream',
  'revision',
  'eventId',
  'commandId',
  'correlationId',
  'causationId',
];

@ApiTags('audit')
@Controller({ path: 'audit/events', version: '1' })
export class AuditController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly questions: Questions,
    private readonly tenant: Tenant,
    private readonly pages: Pages,
  ) {}

  /** Who did what, when and why, and what was before and after. */
  @Get()
  @Scoped('rows')
  @Roles('auditor', 'revops', 'finance', 'committee', 'admin')
  @InAllFormats()
  @Answers(200, EntryPage)
  async list(
    @Query() { limit, cursor, minPosition, ...filter }: AuditAsked,
    @Format() format: Format,
    @CallersScope() scope: CallersScope,
  ) {
    const inside = this.trail.within(scope);
    const stand = async () => {
      const at = await this.questions.known({ minPosition }, 'audit-trail');
      return { at, question: { ...(await this.question(filter)) } };
    };
    const whole = ({ at, question }: Awaited<ReturnType<typeof stand>>) => ({ ...question, at: at.position });
    if (format !== 'json') return stream(format, columns, inside.stream(whole(await stand())));
    return this.pages.read(
      { of: { list: 'audit', ...filter }, limit, cursor },
      stand,
      (standing, page: Page) => this.page(inside, whole(standing), page),
    );
  }

  private async page(inside: AuditTrail, question: AuditQuestion, { limit, after }: Page) {
    const { items, next } = await inside.page(question, {
      limit,
      ...(after && { after: BigInt(after) }),
    });
    return { items, next: next === null ? null : String(next) };
  }

  private async question({ from, to, ...filter }: AuditAsked): Promise<Omit<AuditQuestion, 'at'>> {
    const { governanceTimeZone } = await this.tenant.settings();
    const moment = (said: string) => (isDay(said) ? startOf(said, governanceTimeZone) : parseInstant(said)!);
    const [begin, end] = [from && moment(from), to && moment(to)];
    if (begin && end && begin >= end)
      throw invalidField('/from', 'The beginning lies before the end: `from` is before `to`.');
    return { ...filter, ...(begin && { from: begin }), ...(end && { until: end }) };
  }
}

interface Page {
  limit: number;
  after?: string;
}
