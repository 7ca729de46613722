import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type PolicyDocument, scheme as aScheme } from '#libs/domain';
import type { IfAt } from '#libs/event-store';
import type { Caller } from '#libs/runs';
import { Answers, AnswersWritten } from '../http/answers';
import { Commands, type Written } from '../http/commands';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Roles } from '../http/route';
import { TheCaller } from '../overrides/asked-by-caller';
import { Tenant } from '../settings/tenant';
import { Approval, ApprovalAnswered, Approvals } from './approvals';
import { DocumentBody, ReadDocument } from './document';
import { Drafts } from './drafts';
import { DraftAnswered, OfPolicy, Rejection, Retirement, Scheduling } from './policy';
import { OfScheme } from './scheme';

@ApiTags('policies')
@Controller({ path: 'schemes/:scheme/policies', version: '1' })
export class PoliciesController {
  constructor(
    private readonly commands: Commands,
    private readonly drafts: Drafts,
    private readonly tenant: Tenant,
    private readonly approvals: Approvals,
  ) {}

  /** Draft the next version of a scheme's policy; the answer says what is wrong with it. */
  @Post()
  @TakesIfMatch()
  @Roles('policy-author', 'revops')
  @Answers(201, DraftAnswered)
  @DocumentBody()
  draft(
    @Param() { scheme }: OfScheme,
    @Body(new ReadDocument()) document: PolicyDocument,
    @AskedBy() asked: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<DraftAnswered> {
    return this.drafts.draft(scheme, document, asked, ifAt);
  }

  /** Hand a draft in for approval. */
  @Post(':version/submit')
  @TakesIfMatch()
  @Roles('policy-author', 'revops')
  @AnswersWritten()
  submit(
    @Param() policy: OfPolicy,
    @AskedBy() { person, context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<Written> {
    const command = { type: 'SubmitPolicy', ...policy, submittedBy: person } as const;
    return this.commands.execute(aScheme, command, context, ifAt);
  }

  /** Approve a version that somebody else has written; where it asks for roles, each is another person's. */
  @Post(':version/approve')
  @TakesIfMatch()
  @Roles('revops', 'finance', 'cs-lead', 'sales-leader', 'committee')
  @Answers(200, ApprovalAnswered)
  approve(
    @Param() policy: OfPolicy,
    @Body() approval: Approval,
    @AskedBy() asked: AskedBy,
    @TheCaller() caller: Caller,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<ApprovalAnswered> {
    return this.approvals.approve(policy, approval, asked, { caller, ifAt });
  }

  @Post(':version/reject')
  @TakesIfMatch()
  @Roles('revops', 'finance', 'cs-lead', 'sales-leader', 'committee')
  @AnswersWritten()
  reject(
    @Param() policy: OfPolicy,
    @Body() { comment }: Rejection,
    @AskedBy() { person, context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<Written> {
    const because = { ...context, reason: comment };
    const command = { type: 'RejectPolicy', ...policy, rejectedBy: person, comment } as const;
    return this.commands.execute(aScheme, command, because, ifAt);
  }

  /** Put an approved version in force from a day on. */
  @Post(':version/schedule')
  @TakesIfMatch()
  @Roles('revops', 'admin')
  @AnswersWritten()
  schedule(
    @Param() policy: OfPolicy,
    @Body() { effectiveFrom }: Scheduling,
    @AskedBy() { person, context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<Written> {
    const command = { type: 'SchedulePolicy', ...policy, effectiveFrom, scheduledBy: person } as const;
    return this.commands.execute(aScheme, command, context, ifAt);
  }

  /** Take a version out of force from a day on; days for which it was in force keep it. */
  @Post(':version/retire')
  @TakesIfMatch()
  @Roles('revops', 'admin')
  @AnswersWritten()
  async retire(
    @Param() policy: OfPolicy,
    @Body() { effectiveUntil }: Retirement,
    @AskedBy() { person, context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<Written> {
    const until = effectiveUntil ?? (await this.tenant.today());
    const command = { type: 'RetirePolicy', ...policy, effectiveUntil: until, retiredBy: person } as const;
    return this.commands.execute(aScheme, command, context, ifAt);
  }
}
