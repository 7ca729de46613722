import { Injectable } from '@nestjs/common';
import { OverrideId, type SchemeCode, type Seat } from '#libs/domain';
import { type Context, EventStore, type Receipt } from '#libs/event-store';
import { type Caller, OverrideDesk } from '#libs/runs';
import { Commands } from '../http/commands';
import type { CallersScope } from '../http/scopes/scope';
import { overrideAnswer } from './answer-of';
import { EvidenceKept } from './evidence-kept';
import { askedOf, emergencyOf, type EmergencyTerms, type OverrideTerms } from './override-asked';
import type { OverrideFound, OverrideSubmitted } from './override-answered';
import { idOf } from './override-id';
import { type QuotaAnswered, quotaAnswer } from './quota-answered';
import { QuotaInside } from './quota-inside';

/** Who asks for an override, and out of which part of the portfolio. */
export interface Sender {
  readonly caller: Caller;
  readonly scope: CallersScope;
  readonly context: Context;
}

/** Writes overrides down, and says how they stand behind each word. */
@Injectable()
export class OverrideBook {
  constructor(
    private readonly desk: OverrideDesk,
    private readonly commands: Commands,
    private readonly store: EventStore,
    private readonly evidence: EvidenceKept,
    private readonly inside: QuotaInside,
  ) {}

  async request(terms: OverrideTerms, { caller, scope, context }: Sender): Promise<OverrideSubmitted> {
    const id = idOf(context.commandId, terms);
    await this.evidence.check(terms.evidence);
    const asked = askedOf(id, terms);
    const work = () => this.desk.requests.request(asked, caller, context);
    return this.submitted(id, await this.inside.during(scope, work), scope);
  }

  async takeEmergency(terms: EmergencyTerms, { caller, scope, context }: Sender): Promise<OverrideSubmitted> {
    const id = idOf(context.commandId, terms);
    await this.evidence.check(terms.evidence);
    const asked = emergencyOf(id, terms);
    const work = () => this.desk.emergencies.take(asked, caller, context);
    return this.submitted(id, await this.inside.during(scope, work), scope);
  }

  /** Says something of an override, and tells how it stands then. */
  async say(
    id: OverrideId,
    context: Context,
    word: (context: Context) => Promise<Receipt>,
  ): Promise<OverrideFound> {
    return this.standing(id, await word(context));
  }

  private async standing(id: OverrideId, receipt: Receipt): Promise<OverrideFound> {
    const { position } = await this.commands.written(receipt);
    return { ...(await this.get(id)), position };
  }

  async get(id: OverrideId): Promise<OverrideFound> {
    const position = String(await this.store.head());
    const { override, revision } = await this.desk.get(id);
    const { today } = await this.desk.grounds.today();
    const flagsOf = await this.desk.flags.of([override], { today, at: BigInt(position) });
    return { ...overrideAnswer(override, flagsOf), position, revision };
  }

  private async submitted(
    id: OverrideId,
    receipt: Receipt,
    inside: CallersScope,
  ): Promise<OverrideSubmitted> {
    const found = await this.standing(id, receipt);
    const { scheme, seat, quarter } = found;
    // They were checked when the override was recorded.
    const key = { scheme: scheme as SchemeCode, seat: seat as Seat, quarter };
    return { ...found, quota: await this.ledger(key, inside) };
  }

  private async ledger(
    key: Parameters<OverrideDesk['quotas']['ledger']>[0],
    scope: CallersScope,
  ): Promise<QuotaAnswered> {
    const { today } = await this.desk.grounds.today();
    const document = await this.desk.grounds.documentOn(key.scheme, today);
    const ledger = await this.desk.quotas.ledger(key, document, today);
    return quotaAnswer(key, await this.inside.ledger(ledger, scope));
  }
}
