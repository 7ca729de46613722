import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ApproverRole, policyDiff, type PolicyDocument, scheme as aScheme } from '#libs/domain';
import { Schemes } from '#libs/views';
import { Answers, AnswersWritten } from '../http/answers';
import { Commands, type Written } from '../http/commands';
import { AskedBy } from '../http/exchange';
import { notFound } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import { Approval, ApprovalAnswered, Approvals } from './approvals';
import { ApproverRoles } from './caller-roles';
import { DocumentBody, ReadDocument } from './document';
import { Drafts } from './drafts';
import {
  DraftAnswered,
  OfPolicies,
  OfPolicy,
  PolicyDiff,
  policyKept,
  PolicyKept,
  PolicyList,
  Rejection,
  Retirement,
  Scheduling,
} from './policy';
import { OfScheme } from './scheme';
import { differences } from './differences';

@ApiTags('policies')
@Controller({ path: 'schemes/:scheme/policies', version: '1' })
export class PoliciesController {
  constructor(
    private readonly commands: Commands,
    private readonly schemes: Schemes,
    private readonly questions: Questions,
    private readonly drafts: Drafts,
    private readonly tenant: Tenant,
    private readonly approvals: Approvals,
  ) {}

  /** Draft the next version of a scheme's policy; the answer says what is wrong with it. */
  @Post()
  @Roles('policy-author', 'revops')
  @Answers(201, DraftAnswered)
  @DocumentBody()
  draft(
    @Param() { scheme }: OfScheme,
    @Body(new ReadDocument()) document: PolicyDocument,
    @AskedBy() asked: AskedBy,
  ): Promise<DraftAnswered> {
    return this.drafts.draft(scheme, document, asked);
  }

  /** Hand a draft in for approval. */
  @Post(':version/submit')
  @Roles('policy-author', 'revops')
  @AnswersWritten()
  submit(@Param() policy: OfPolicy, @AskedBy() { person, context }: AskedBy): Promise<Written> {
    return this.commands.execute(aScheme, { type: 'SubmitPolicy', ...policy, submittedBy: person }, context);
  }

  /** Approve a version that somebody else has written; where it asks for roles, each is another person's. */
  @Post(':version/approve')
  @Roles('revops', 'finance', 'cs-lead', 'sales-leader', 'committee')
  @Answers(200, ApprovalAnswered)
  approve(
    @Param() policy: OfPolicy,
    @Body() approval: Approval,
    @AskedBy() asked: AskedBy,
    @ApproverRoles() roles: ApproverRole[],
  ): Promise<ApprovalAnswered> {
    return this.approvals.approve(policy, approval, asked, roles);
  }

  @Post(':version/reject')
  @Roles('revops', 'finance', 'cs-lead', 'sales-leader', 'committee')
  @AnswersWritten()
  reject(
    @Param() policy: OfPolicy,
    @Body() { comment }: Rejection,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Written> {
    const because = { ...context, reason: comment };
    return this.commands.execute(
      aScheme,
      { type: 'RejectPolicy', ...policy, rejectedBy: person, comment },
      because,
    );
  }

  /** Put an approved version in force from a day on. */
  @Post(':version/schedule')
  @Roles('revops', 'admin')
  @AnswersWritten()
  schedule(
    @Param() policy: OfPolicy,
    @Body() { effectiveFrom }: Scheduling,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Written> {
    const command = { type: 'SchedulePolicy', ...policy, effectiveFrom, scheduledBy: person } as const;
    return this.commands.execute(aScheme, command, context);
  }

  /** Take a version out of force from a day on; days for which it was in force keep it. */
  @Post(':version/retire')
  @Roles('revops', 'admin')
  @AnswersWritten()
  async retire(
    @Param() policy: OfPolicy,
    @Body() { effectiveUntil }: Retirement,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Written> {
    const until = effectiveUntil ?? (await this.tenant.today());
    const command = { type: 'RetirePolicy', ...policy, effectiveUntil: until, retiredBy: person } as const;
    return this.commands.execute(aScheme, command, context);
  }

  /** All versions, the latest first. */
  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, PolicyList)
  async list(@Param() { scheme }: OfScheme): Promise<PolicyList> {
    await this.questions.schemeIsKnown(scheme);
    return { items: (await this.schemes.policies(scheme)).map(policyKept) };
  }

  @Get(':version')
  @Scoped('none')
  @Readers()
  @Answers(200, PolicyKept)
  async get(@Param() { scheme, version }: OfPolicy): Promise<PolicyKept> {
    const policy = await this.questions.found('schemes', () => this.schemes.policy(scheme, version));
    if (!policy) throw notFound(`Scheme ${scheme} has no policy version ${version}.`);
    return policyKept(policy);
  }

  /** What differs between two versions, member by member and in words. */
  @Get(':a/diff/:b')
  @Scoped('none')
  @Readers()
  @Answers(200, PolicyDiff)
  async diff(@Param() { scheme, a, b }: OfPolicies): Promise<PolicyDiff> {
    const [from, to] = [await this.get({ scheme, version: a }), await this.get({ scheme, version: b })];
    return {
      from: a,
      to: b,
      changes: differences(from.document, to.document),
      inWords: policyDiff(from.document, to.document),
    };
  }
}
