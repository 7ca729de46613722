import { Injectable } from '@nestjs/common';
import {
  ApproverRole,
  conflictsOf,
  missingApprovals,
  type Policy,
  scheme as aScheme,
  type SchemeCode,
  type SodFinding,
} from '#libs/domain';
import { EventStore, type IfAt } from '#libs/event-store';
import { type Caller, OverrideDesk, readScheme, Simulations } from '#libs/runs';
import { Commands, Written } from '../http/commands';
import type { AskedBy } from '../http/exchange';
import { IsLine, IsOneOf, IsProse } from '../http/fields';
import { Tenant } from '../settings/tenant';
import { IsWords } from './words';

export class Approval {
  @IsProse({ optional: true }) comment?: string;
  @IsLine(128, {
    optional: true,
    description: 'Of the simulation that the approver has seen; needed once the version has been simulated.',
  })
  simulationHash?: string;
  @IsOneOf(ApproverRole.options, {
    optional: true,
    description: "The caller's role that approves; the first that is missing when absent.",
  })
  role?: ApproverRole;
}

export class ApprovalAnswered extends Written {
  @IsOneOf(['SUBMITTED', 'APPROVED']) state!: string;
  @IsWords(ApproverRole.options, { description: 'Roles that have not approved yet.' })
  missing!: readonly ApproverRole[];
}

/** Gives approvals, bound to what the approver has seen. */
@Injectable()
export class Approvals {
  constructor(
    private readonly commands: Commands,
    private readonly simulations: Simulations,
    private readonly store: EventStore,
    private readonly desk: OverrideDesk,
    private readonly tenant: Tenant,
  ) {}

  async approve(
    policy: { readonly scheme: SchemeCode; readonly version: number },
    { comment, simulationHash, role }: Approval,
    { context }: AskedBy,
    { caller, ifAt }: { readonly caller: Caller; readonly ifAt: IfAt | undefined },
  ): Promise<ApprovalAnswered> {
    const { scheme, version } = policy;
    const simulation = await this.simulations.seen(scheme, version, simulationHash);
    const findings = await this.findings(caller, policy);
    const roles = ApproverRole.options.filter((one) => caller.roles.includes(one));
    const said = { approvedBy: caller.person, roles, as: role, findings, simulation, comment };
    const because = { ...context, ...(comment && { reason: comment }) };
    const command = { type: 'ApprovePolicy', ...policy, ...said } as const;
    const written = await this.commands.execute(aScheme, command, because, ifAt);
    const { policies } = await readScheme(this.store, scheme);
    const approved: Policy = policies[version - 1]!;
    const state = approved.status === 'submitted' ? 'SUBMITTED' : 'APPROVED';
    return { ...written, state, missing: missingApprovals(approved) };
  }

  /** What speaks against somebody who approves what another has written: that they may decide for the author, too. */
  private async findings(
    { person, roles }: Caller,
    { scheme, version }: { readonly scheme: SchemeCode; readonly version: number },
  ): Promise<readonly SodFinding[]> {
    const policy = (await readScheme(this.store, scheme)).policies[version - 1];
    const authoredBy = policy && 'author' in policy ? [policy.author] : [];
    const matter = { act: 'approve' as const, scheme, requestedBy: [], approvedBy: [], authoredBy };
    const [{ chart }, on] = [await this.desk.org.now(), await this.tenant.today()];
    return conflictsOf({ matter, decider: { person, roles }, chart, on });
  }
}
