import { Injectable } from '@nestjs/common';
import type { Position } from '#libs/event-store';
import { type Day, quarterOf } from '#libs/kernel';
import { type Caller, OverrideDesk } from '#libs/runs';
import { type OverrideKnown, OverridesView, type QuotaCursor } from '#libs/views';
import { Pages } from '../http/paging/pages';
import type { CallersScope } from '../http/scopes/scope';
import { outOfScope } from '../http/scopes/scope-gate';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import { overrideAnswer } from './answer-of';
import type { OverridePage } from './override-answered';
import type { InboxAsked, OverridesAsked, QuotasAsked } from './override-questions';
import { quotaAnswer, type QuotaPage } from './quota-answered';
import { QuotaInside } from './quota-inside';

/** A page from behind a place. */
interface Behind<After> {
  readonly limit: number;
  readonly after?: After;
}

/** Overrides and quotas in pages, each list as known at one moment. */
@Injectable()
export class OverrideLists {
  constructor(
    private readonly desk: OverrideDesk,
    private readonly overrides: OverridesView,
    private readonly pages: Pages,
    private readonly questions: Questions,
    private readonly tenant: Tenant,
    private readonly inside: QuotaInside,
  ) {}

  /** The latest first. */
  page({ limit, cursor, knownAt, minPosition, asOf, ...filters }: OverridesAsked, scope: CallersScope) {
    const known = { ...(knownAt && { knownAt }), ...(minPosition && { minPosition }) };
    const of = { list: 'overrides', ...filters, ...known, ...(asOf && { asOf }), scope };
    return this.pages.read(
      { of, limit, cursor },
      async () => ({
        at: await this.questions.known(known, 'overrides'),
        today: asOf ?? (await this.tenant.today()),
      }),
      async ({ at, today }, page: Behind<string>) => {
        const question = { ...filters, at: at.position, today };
        const { items, next } = await this.overrides.within(scope).page(question, page);
        return { items: await this.answers(items, { at: at.position, today }), next };
      },
    ) satisfies Promise<OverridePage>;
  }

  /** What the caller may decide now, the oldest first. */
  inbox({ limit, cursor, minPosition }: InboxAsked, caller: Caller, scope: CallersScope) {
    const known = { ...(minPosition && { minPosition }) };
    return this.pages.read(
      { of: { list: 'inbox', ...known, caller: { ...caller }, scope }, limit, cursor },
      async () => ({ at: await this.questions.known(known, ['overrides', 'portfolio', 'org']) }),
      async ({ at }, page: Behind<string>) => {
        const today = await this.tenant.today();
        const { items, next } = await this.desk.inbox.of({ caller, scope, today, ...page });
        return { items: await this.answers(items, { at: at.position, today }), next };
      },
    ) satisfies Promise<OverridePage>;
  }

  /** Those of which anything was taken, by seat and scheme; one that is named in full in any case. */
  async quotas(
    { limit, cursor, knownAt, minPosition, ...named }: QuotasAsked,
    scope: CallersScope,
  ): Promise<QuotaPage> {
    if (scope && !scope['book']?.some((seat) => seat === named.seat))
      throw outOfScope('A quota is told of a seat whose book is your part of the portfolio: name that seat.');
    const known = { ...(knownAt && { knownAt }), ...(minPosition && { minPosition }) };
    return this.pages.read(
      { of: { list: 'quotas', ...named, ...known }, limit, cursor },
      async () => ({
        at: await this.questions.known(known, ['quota', 'portfolio', 'org']),
        ...(await this.desk.grounds.today()),
      }),
      async ({ at, today, calendar }, page: Behind<QuotaCursor>) => {
        const quarter = named.quarter ?? quarterOf(today, calendar).label;
        const question = { ...named, quarter, today, at: at.position };
        const { items, next } = await this.desk.ledgers.page(question, page);
        const told = items.map(async ({ ledger, ...key }) =>
          quotaAnswer(key, await this.inside.ledger(ledger, scope)),
        );
        return { items: await Promise.all(told), next };
      },
    );
  }

  private async answers(items: readonly OverrideKnown[], by: { at: Position; today: Day }) {
    const flagsOf = await this.desk.flags.of(items, by);
    return items.map((one) => overrideAnswer(one, flagsOf));
  }
}
