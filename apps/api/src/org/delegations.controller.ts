import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { delegation as aDelegation, DelegationId } from '#libs/domain';
import { idFor } from '#libs/event-store';
import { type Caller, OverrideDesk } from '#libs/runs';
import { Answers, AnswersWritten } from '../http/answers';
import { Commands, type Written } from '../http/commands';
import { AskedBy } from '../http/exchange';
import { Pages } from '../http/paging/pages';
import { ListAsked } from '../http/paging/paging';
import { invalidField } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { TheCaller } from '../overrides/asked-by-caller';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import {
  DelegationEnd,
  DelegationGranted,
  DelegationList,
  DelegationTerms,
  OfDelegation,
} from './delegation';

@ApiTags('organisation')
@Controller({ path: 'delegations', version: '1' })
export class DelegationsController {
  constructor(
    private readonly commands: Commands,
    private readonly desk: OverrideDesk,
    private readonly tenant: Tenant,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** Let somebody decide for you: in roles of your own, in some schemes, for at most 30 days. */
  @Post()
  @Scoped('none')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @Answers(201, DelegationGranted)
  async grant(
    @Body() { delegate, scope, from, until }: DelegationTerms,
    @AskedBy() { person: principal, context }: AskedBy,
    @TheCaller() { roles: ownRoles }: Caller,
  ): Promise<DelegationGranted> {
    if (scope.roles.length === 0) throw invalidField('/scope/roles', 'Name at least one role.');
    if (scope.schemes.length === 0) throw invalidField('/scope/schemes', 'Name at least one scheme.');
    if (scope.schemes.some((code) => code.length > 128))
      throw invalidField('/scope/schemes', 'A scheme code has at most 128 characters.');
    const delegationId = DelegationId.parse(idFor(context.commandId, 'delegation'));
    const today = await this.tenant.today();
    const granted = { delegationId, principal, ownRoles, delegate, from, until, today };
    const distinct = { roles: [...new Set(scope.roles)], schemes: [...new Set(scope.schemes)] };
    const command = { type: 'GrantDelegation', ...granted, scope: distinct } as const;
    return { id: delegationId, ...(await this.commands.execute(aDelegation, command, context)) };
  }

  /** End a delegation before its time; its principal or its delegate does. */
  @Post(':id/revoke')
  @Scoped('none')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @AnswersWritten()
  async revoke(
    @Param() { id: delegationId }: OfDelegation,
    @Body() { until }: DelegationEnd,
    @AskedBy() { person: by, context }: AskedBy,
  ): Promise<Written> {
    const today = await this.tenant.today();
    const command = { type: 'RevokeDelegation', delegationId, until: until ?? today, by, today } as const;
    return this.commands.execute(aDelegation, command, context);
  }

  /** Every delegation that was ever granted, as it stands now. */
  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, DelegationList)
  async list(@Query() { minPosition, ...page }: ListAsked): Promise<DelegationList> {
    await this.questions.known({ minPosition }, 'org');
    const { known } = await this.desk.org.now();
    const all = known.delegations.map(({ delegationId: id, ...said }) => ({ id, ...said }));
    return this.pages.part({ of: 'delegations', ...page }, all, ({ id }) => id);
  }
}
