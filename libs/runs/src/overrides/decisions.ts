import {
  type Level,
  levelOf,
  override as anOverride,
  type OverrideCommand,
  type OverrideId,
  type PersonId,
  refusalOf,
  statusOn,
  type Override,
} from '#libs/domain';
import { type Context, Execute, idFor, type Receipt, Refused, RevisionMismatch } from '#libs/event-store';
import { type Day, refuse } from '#libs/kernel';
import { type Caller, decidingNow, type DecidingNow } from './duties';
import type { GroundKnown } from './grounds';
import type { LogIndex, OfOneTimeline } from './log-index';
import type { RequestsParts } from './requests';
import { type Beginning, readOverrides, type TimelineTold } from './told';

export interface DecisionsParts extends RequestsParts {
  readonly index: LogIndex;
}

/** Who decides, for whom where they say so, and what they say of it. */
export interface Deciding {
  readonly caller: Caller;
  readonly onBehalfOf?: PersonId | undefined;
  readonly comment?: string | undefined;
}

/** An override as its stream tells it at this moment. */
export interface Found {
  readonly timeline: OfOneTimeline;
  readonly override: Override;
  readonly beginning: Beginning;
  readonly told: TimelineTold;
}

/** An override with all that a decision about it stands upon. */
interface Look extends Found {
  readonly ground: GroundKnown;
  readonly level: Level | undefined;
  readonly deciding: DecidingNow;
}

/** How often it is looked again where others decide on the same timeline at the same moment. */
const looksAtMost = 20;

/** Deciding about overrides: each decision is taken upon what was looked at, or not at all. */
export class Decisions {
  constructor(private readonly parts: DecisionsParts) {}

  /** @throws Refused NOT_FOUND */
  async find(overrideId: OverrideId): Promise<Found> {
    const timeline = await this.parts.index.timelineOf(overrideId);
    const told = timeline && (await readOverrides(this.parts.store, timeline));
    const override = told?.overrides.get(overrideId);
    if (timeline && told && override) {
      const { scheme, view, externalId } = timeline;
      const beginning = told.beginnings.get(overrideId)!;
      return { timeline: { scheme, view, externalId }, override, beginning, told };
    }
    throw new Refused(
      refuse('unknown', 'NOT_FOUND', `There is no override ${overrideId}: GET /v1/overrides names them.`),
    );
  }

  async approve(
    id: OverrideId,
    { basis, ...by }: Deciding & { readonly basis: string },
    context: Context,
  ): Promise<Receipt> {
    const receipt = await this.decide(id, by, context, ({ timeline, ground, deciding }) => ({
      type: 'ApproveOverride',
      ...timeline,
      overrideId: id,
      ...groundOf(ground),
      ...deciding,
      basisSeen: basis,
      comment: by.comment,
    }));
    const found = await this.find(id);
    if (found.override.status === 'approved' && found.override.kind !== 'EMERGENCY')
      await this.consume(found, context);
    return receipt;
  }

  ratify(id: OverrideId, by: Deciding, context: Context): Promise<Receipt> {
    return this.decide(id, by, context, ({ timeline, ground, deciding }) => ({
      type: 'RatifyOverride',
      ...timeline,
      overrideId: id,
      ...deciding,
      today: ground.today,
      comment: by.comment,
    }));
  }

  async reject(
    id: OverrideId,
    by: Deciding & { readonly comment: string },
    context: Context,
  ): Promise<Receipt> {
    const receipt = await this.decide(id, by, context, ({ timeline, ground, deciding }) => ({
      type: 'RejectOverride',
      ...timeline,
      overrideId: id,
      ...deciding,
      today: ground.today,
      comment: by.comment,
    }));
    const found = await this.find(id);
    if (found.override.status === 'rejected') await this.release(found, 'REJECTED', context);
    return receipt;
  }

  async withdraw(id: OverrideId, { caller, comment }: Deciding, context: Context): Promise<Receipt> {
    const found = await this.find(id);
    const { today } = await this.parts.grounds.today();
    const said = { by: caller.person, today, comment };
    const command = { type: 'WithdrawOverride', ...found.timeline, overrideId: id, ...said } as const;
    const receipt = await this.execute(command, context);
    await this.release(found, 'WITHDRAWN', context);
    return receipt;
  }

  async revoke(
    id: OverrideId,
    { caller, until, reason }: Pick<Deciding, 'caller'> & { until: Day; reason: string },
    context: Context,
  ): Promise<Receipt> {
    const { timeline } = await this.find(id);
    const { today } = await this.parts.grounds.today();
    const said = { by: caller.person, until, reason, today };
    return this.execute({ type: 'RevokeOverride', ...timeline, overrideId: id, ...said }, context);
  }

  async reconfirm(
    id: OverrideId,
    { caller, comment, basis }: Deciding & { readonly basis?: string | undefined },
    context: Context,
  ): Promise<Receipt> {
    const found = await this.find(id);
    const ground = groundOf(await this.groundOf(found));
    const said = { by: caller.person, comment, basisSeen: basis };
    const command = {
      type: 'ReconfirmOverride',
      ...found.timeline,
      overrideId: id,
      ...ground,
      ...said,
    } as const;
    return this.execute(command, context);
  }

  async reattest(
    id: OverrideId,
    { basis, ...by }: Deciding & { readonly basis?: string | undefined },
    context: Context,
  ): Promise<Receipt> {
    const found = await this.find(id);
    const known = await this.groundOf(found);
    const about = { ...found.timeline, overrideId: id, ...groundOf(known) };
    const noted = { ...context, commandId: idFor(context.commandId, 'note the basis') };
    await this.execute({ type: 'NoteBasis', ...about }, noted);
    const override = { ...found.override, given: [] };
    const deciding = await this.decidingAs(by, override, undefined, found, known);
    return this.execute(
      { type: 'ReattestOverride', ...about, ...deciding, basisSeen: basis, comment: by.comment },
      context,
    );
  }

  /** Looks, decides upon what was seen, and looks again where the timeline has moved meanwhile. */
  private async decide(
    id: OverrideId,
    by: Deciding,
    context: Context,
    commandOf: (look: Look) => OverrideCommand,
  ): Promise<Receipt> {
    for (let looks = 1; ; looks += 1) {
      const look = await this.look(id, by);
      refuseOutOfTurn(look);
      try {
        return await this.execute(commandOf(look), context, look.told.revision);
      } catch (error) {
        if (!(error instanceof RevisionMismatch) || looks === looksAtMost) throw error;
      }
    }
  }

  private async look(id: OverrideId, by: Deciding): Promise<Look> {
    const found = await this.find(id);
    const ground = await this.groundOf(found);
    const level = levelOf(found.override);
    const deciding = await this.decidingAs(by, found.override, level, found, ground);
    return { ...found, ground, level, deciding };
  }

  private async decidingAs(
    { caller, onBehalfOf }: Deciding,
    override: Override,
    level: Level | undefined,
    { timeline: { scheme } }: Found,
    { profile, today }: GroundKnown,
  ): Promise<DecidingNow> {
    const organisation = await this.parts.org.now();
    const asked = { organisation, scheme, profile, today };
    return decidingNow({ ...caller, onBehalfOf }, override, level?.role, asked);
  }

  /** By what is known now, but as on the day of the request: what time alone moves is no change of the basis. */
  private groundOf({ timeline, beginning }: Found): Promise<GroundKnown> {
    const { from, until, requestedOn } = beginning;
    return this.parts.grounds.about(timeline, { from, until, requestedOn });
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

  private execute(
    command: OverrideCommand,
    context: Context,
    ifAt?: TimelineTold['revision'],
  ): Promise<Receipt> {
    return this.parts.execute.execute(new Execute(anOverride, command, context, ifAt));
  }
}

const groundOf = ({ profile: _, ...ground }: GroundKnown): Omit<GroundKnown, 'profile'> => ({ ...ground });

/**
 * Who comes too late, or too early, is told so; a conflict of duties goes before that, so that nobody learns by
 * trying. @throws Refused
 */
const refuseOutOfTurn = ({ override, level, deciding, ground: { today } }: Look): void => {
  const hasDecided = override.given.some(({ decidedBy }) => decidedBy === deciding.decidedBy);
  if (hasDecided) return;
  const conflict = refusalOf(deciding.findings);
  if (conflict) throw new Refused(conflict);
  const { state } = statusOn(override, today);
  if (override.kind !== 'EMERGENCY' && override.status === 'approved')
    throw tooLate(`It has been approved by now, and is ${state}.`, { state });
  if (!level || deciding.roles.includes(level.role)) return;
  const own = override.route.find(({ role }) => deciding.roles.includes(role));
  if (!own) return;
  throw tooLate(
    own.level < level.level
      ? `Level ${own.level} has been decided by now: it is the turn of ${level.role}.`
      : `Level ${own.level} comes later: it is the turn of ${level.role}.`,
    { level: level.level, role: level.role },
  );
};

const tooLate = (why: string, details: object): Refused =>
  new Refused(refuse('out-of-order', 'OVERRIDE_OUT_OF_ORDER', why, { ...details }));
