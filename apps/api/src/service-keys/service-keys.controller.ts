import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiTags } from '@nestjs/swagger';
import { type Day, type Instant, startOf } from '#libs/kernel';
import { Answers } from '../http/answers';
import { AskedBy } from '../http/exchange';
import { Pages } from '../http/paging/pages';
import { ListAsked } from '../http/paging/paging';
import { invalidField, notFound, Problem } from '../http/problem';
import { Roles, TellsOnce } from '../http/route';
import { scopeIn } from '../http/scopes/scope-claim';
import { Tenant } from '../settings/tenant';
import { KeyBook } from './key-book';
import { KeyCallers } from './key-callers';
import { hashOf, newKey, spoken } from './secret';
import { KeyList, KeyMade, KeyTerms, KeyTold, OfServiceKey } from './service-key';

@ApiTags('access')
@Controller({ path: 'service-keys', version: '1' })
export class ServiceKeysController {
  constructor(
    private readonly book: KeyBook,
    private readonly callers: KeyCallers,
    private readonly tenant: Tenant,
    private readonly pages: Pages,
  ) {}

  /** Make a key for a service. Its secret is told in this answer and never again. */
  @Post()
  @TellsOnce()
  @Roles('admin')
  @Answers(201, KeyMade)
  async make(
    @Body() { name, roles, scope, expiresOn, perMinute }: KeyTerms,
    @AskedBy() { person, context }: AskedBy,
    @Req() request: FastifyRequest,
  ): Promise<KeyMade> {
    const made = newKey();
    const expiry = {
      expiresOn: expiresOn ?? null,
      expiresAt: expiresOn ? await this.endOf(expiresOn) : null,
    };
    const terms = { name, roles, scope: scopeIn(scope) ?? null, perMinute: perMinute ?? null, ...expiry };
    const by = { commandId: context.commandId, createdBy: person };
    const told = await this.book.add({ id: made.id, hash: hashOf(made.secret), ...terms, ...by });
    if (!told) throw toldAlready();
    this.callers.forget();
    request.done = `Made the service key ${told.id}.`;
    return { ...told, secret: spoken(made) };
  }

  /** Every key there ever was, without its secret. */
  @Get()
  @Roles('admin', 'auditor')
  @Answers(200, KeyList)
  async list(@Query() { limit, cursor }: ListAsked): Promise<KeyList> {
    return this.pages.part({ of: 'service-keys', limit, cursor }, await this.book.all(), ({ id }) => id);
  }

  /** From now on the key opens nothing; in other processes, within five seconds. */
  @Post(':id/revoke')
  @Roles('admin')
  @Answers(200, KeyTold)
  async revoke(
    @Param() { id }: OfServiceKey,
    @AskedBy() { person }: AskedBy,
    @Req() request: FastifyRequest,
  ): Promise<KeyTold> {
    const told = await this.book.revoke(id, person);
    if (!told) throw notFound(`There is no service key ${id}: GET /v1/service-keys names them.`);
    this.callers.forget();
    request.done = `Revoked the service key ${id}.`;
    return told;
  }

  private async endOf(day: Day): Promise<Instant> {
    const end = startOf(day, (await this.tenant.settings()).governanceTimeZone);
    if (Date.parse(end) <= Date.now())
      throw invalidField('/expiresOn', 'The key would have expired already: name a day to come.');
    return end;
  }
}

const toldAlready = (): Problem =>
  new Problem(
    409,
    'SECRET_TOLD_ONCE',
    'This request has made a key already, and told its secret then: if that is lost, revoke it and make another.',
  );
