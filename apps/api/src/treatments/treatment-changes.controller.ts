import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ExternalId, handover, inWords, type SchemeCode, type View } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { type TreatmentChange, TreatmentChanges, type TreatmentChangesCursor } from '#libs/views';
import { Answers, AnswersWritten } from '../http/answers';
import { Commands, type Written } from '../http/commands';
import { AskedBy } from '../http/exchange';
import { Pages } from '../http/paging/pages';
import { notFound } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import {
  Acknowledgement,
  OfTreatmentChange,
  type TreatmentChangeAnswered,
  TreatmentChangeFound,
  TreatmentChangePage,
  TreatmentChangesAsked,
} from './treatment-change';

@ApiTags('treatments')
@Controller({ path: 'treatment-changes', version: '1' })
export class TreatmentChangesController {
  constructor(
    private readonly commands: Commands,
    private readonly changes: TreatmentChanges,
    private readonly questions: Questions,
    private readonly pages: Pages,
    private readonly tenant: Tenant,
  ) {}

  /** What has to be treated otherwise, what is due first before the rest. */
  @Get()
  @Scoped('rows')
  @Readers()
  @Answers(200, TreatmentChangePage)
  list(
    @Query() { limit, cursor, knownAt, minPosition, ...filters }: TreatmentChangesAsked,
    @CallersScope() inside: CallersScope,
  ): Promise<TreatmentChangePage> {
    const known = { ...(knownAt && { knownAt }), ...(minPosition && { minPosition }) };
    return this.pages.read(
      { of: { list: 'treatment-changes', ...filters, ...known }, limit, cursor },
      async () => ({
        at: await this.questions.known(known, 'treatments'),
        today: await this.tenant.today(),
      }),
      async ({ at, today }, page: { limit: number; after?: TreatmentChangesCursor }) => {
        const { items, next } = await this.changes
          .within(inside)
          .page({ ...filters, at: at.position, today }, page);
        return { items: items.map(answerOf), next };
      },
    );
  }

  @Get(':id')
  @Scoped('treatment-change')
  @Readers()
  @Answers(200, TreatmentChangeFound)
  async get(@Param() { id }: OfTreatmentChange): Promise<TreatmentChangeFound> {
    const { position } = await this.questions.known({}, 'treatments');
    return { ...answerOf(await this.change(id)), position: String(position) };
  }

  /** Take a change on: from now on the account is treated as its tier says. */
  @Post(':id/acknowledge')
  @Scoped('treatment-change')
  @Roles('revops', 'cs-lead', 'sales-leader')
  @AnswersWritten()
  async acknowledge(
    @Param() { id }: OfTreatmentChange,
    @Body() { comment }: Acknowledgement,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Written> {
    const { scheme, view, externalId, change } = await this.change(id);
    // They come from the log, where they were checked when they were recorded.
    const timeline = {
      scheme: scheme as SchemeCode,
      view: view as View,
      externalId: externalId as ExternalId,
    };
    const told = { change, by: person, today: await this.tenant.today(), comment };
    const because = { ...context, ...(comment && { reason: comment }) };
    return this.commands.execute(handover, { type: 'AcknowledgeTreatment', ...timeline, ...told }, because);
  }

  private async change(id: string): Promise<TreatmentChange> {
    const today = await this.tenant.today();
    const look = (at: Position) => this.changes.get(id, { at, today });
    const change = await this.questions.found('treatments', look);
    if (!change)
      throw notFound(`There is no change of treatment ${id}: GET /v1/treatment-changes names them.`);
    return change;
  }
}

const answerOf = (change: TreatmentChange): TreatmentChangeAnswered => ({
  ...change,
  inWords: inWords(change.outstanding),
});
