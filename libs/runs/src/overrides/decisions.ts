import { override as anOverride, type OverrideCommand, type OverrideId } from '#libs/domain';
import {
  type Context,
  Execute,
  type ExecuteHandler,
  type IfAt,
  type Receipt,
  RevisionMismatch,
} from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { GroundKnown } from './grounds';
import { InTurn } from './in-turn';
import { type Deciding, type Found, Looking, type LookingParts, type Look } from './looking';
import type { Quotas } from './quota/quotas';

export interface DecisionsParts extends LookingParts {
  readonly execute: ExecuteHandler;
  readonly quotas: Quotas;
}

/** How often it is looked again where others decide on the same timeline at the same moment. */
const looksAtMost = 20;

/** Who ends what others have asked for. */
export const governingRoles: readonly string[] = ['revops', 'committee'];

/** Deciding about overrides: each decision is taken upon what was looked at, or not at all. */
export class Decisions {
  private readonly looking: Looking;
  private readonly turns = new InTurn();

  constructor(private readonly parts: DecisionsParts) {
    this.looking = new Looking(parts);
  }

  /** @throws Refused NOT_FOUND */
  find(id: OverrideId): Promise<Found> {
    return this.looking.find(id);
  }

  async approve(
    id: OverrideId,
    { basis, ...by }: Deciding & { readonly basis: string },
    context: Context,
  ): Promise<Receipt> {
    const receipt = await this.decide(id, by, context, ({ timeline, ground, deciding }) => ({
      ...{ type: 'ApproveOverride', ...timeline, overrideId: id, ...groundOf(ground), ...deciding },
      basisSeen: basis,
      comment: by.comment,
    }));
    const found = await this.find(id);
    if (found.override.status === 'approved' && found.override.kind !== 'EMERGENCY')
      await this.consume(found, context);
    return receipt;
  }

  ratify(id: OverrideId, by: Deciding, context: Context): Promise<Receipt> {
    return this.decide(id, by, context, ({ timeline, ground: { today }, deciding }) => ({
      ...{ type: 'RatifyOverride', ...timeline, overrideId: id, ...deciding, today },
      comment: by.comment,
    }));
  }

  async reject(
    id: OverrideId,
    by: Deciding & { readonly comment: string },
    context: Context,
  ): Promise<Receipt> {
    const receipt = await this.decide(id, by, context, ({ timeline, ground: { today }, deciding }) => ({
      ...{ type: 'RejectOverride', ...timeline, overrideId: id, ...deciding, today },
      comment: by.comment,
    }));
    const found = await this.find(id);
    if (found.override.status === 'rejected') await this.release(found, 'REJECTED', context);
    return receipt;
  }

  async withdraw(id: OverrideId, { caller, comment, ifAt }: Deciding, context: Context): Promise<Receipt> {
    const found = await this.looking.findAt(id, ifAt);
    const { today } = await this.parts.grounds.today();
    const said = { by: caller.person, today, comment };
    const command = { type: 'WithdrawOverride', ...found.timeline, overrideId: id, ...said } as const;
    const receipt = await this.execute(command, context, ifAt);
    await this.release(found, 'WITHDRAWN', context);
    return receipt;
  }

  async revoke(
    id: OverrideId,
    { caller, until, reason, ifAt }: Pick<Deciding, 'caller' | 'ifAt'> & { until: Day; reason: string },
    context: Context,
  ): Promise<Receipt> {
    const { timeline } = await this.looking.findAt(id, ifAt);
    const { today } = await this.parts.grounds.today();
    const governs = caller.roles.some((role) => governingRoles.includes(role));
    const said = { by: caller.person, governs, until, reason, today };
    return this.execute({ type: 'RevokeOverride', ...timeline, overrideId: id, ...said }, context, ifAt);
  }

  private decide(
    id: OverrideId,
    by: Deciding,
    context: Context,
    commandOf: (look: Look) => OverrideCommand,
  ): Promise<Receipt> {
    return this.turns.run(id, () => this.decideNow(id, by, context, commandOf));
  }

  /** Looks, decides upon what was seen, and looks again where the timeline has moved meanwhile. */
  private async decideNow(
    id: OverrideId,
    by: Deciding,
    context: Context,
    commandOf: (look: Look) => OverrideCommand,
  ): Promise<Receipt> {
    for (let looks = 1; ; looks += 1) {
      const look = await this.looking.look(id, by);
      try {
        return await this.execute(commandOf(look), context, look.told.revision);
      } catch (error) {
        if (looks === looksAtMost || !(error instanceof RevisionMismatch)) throw error;
      }
    }
  }

  private async consume({ beginning, override }: Found, context: Context): Promise<void> {
    const { today } = await this.parts.grounds.today();
    const document = await this.parts.grounds.documentOn(beginning.scheme, today);
    await this.parts.quotas.consume(beginning, override.overrideId, { document, today }, context);
  }

  private async release(
    { beginning, override: { overrideId } }: Found,
    why: 'REJECTED' | 'WITHDRAWN',
    context: Context,
  ): Promise<void> {
    const { today } = await this.parts.grounds.today();
    await this.parts.quotas.release(beginning, overrideId, why, today, context);
  }

  private execute(command: OverrideCommand, context: Context, ifAt?: IfAt): Promise<Receipt> {
    return this.parts.execute.execute(new Execute(anOverride, command, context, ifAt));
  }
}

/** What a command takes of the ground: who the account is, it has no need to know. */
export const groundOf = ({ profile: _, ...ground }: GroundKnown): Omit<GroundKnown, 'profile'> => ground;
