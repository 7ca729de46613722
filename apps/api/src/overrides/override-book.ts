import { Injectable } from '@nestjs/common';
import { OverrideId, type SchemeCode, type Seat } from '#libs/domain';
import { type Context, EventStore, type Receipt } from '#libs/event-store';
import { type Caller, OverrideDesk } from '#libs/runs';
import { Commands } from '../http/commands';
import { overrideAnswer } from './answer-of';
import { EvidenceKept } from './evidence-kept';
import { askedOf, emergencyOf, type EmergencyTerms, type OverrideTerms } from './override-asked';
import type { OverrideFound, OverrideSubmitted } from './override-answered';
import { idOf } from './override-id';
import { type QuotaAnswered, quotaAnswer } from './quota-answered';

/** Writes overrides down, and says how they stand behind each word. */
@Injectable()
export class OverrideBook {
  constructor(
    private readonly desk: OverrideDesk,
    private readonly commands: Commands,
    private readonly store: EventStore,
    private readonly evidence: EvidenceKept,
  ) {}

  async request(terms: OverrideTerms, caller: Caller, context: Context): Promise<OverrideSubmitted> {
    const id = idOf(context.commandId, terms);
    await this.evidence.check(terms.evidence);
    return this.submitted(id, await this.desk.requests.request(askedOf(id, terms), caller, context));
  }

  async takeEmergency(terms: EmergencyTerms, caller: Caller, context: Context): Promise<OverrideSubmitted> {
    const id = idOf(context.commandId, terms);
    await this.evidence.check(terms.evidence);
    return this.submitted(id, await this.desk.emergencies.take(emergencyOf(id, terms), caller, context));
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

  private async submitted(id: OverrideId, receipt: Receipt): Promise<OverrideSubmitted> {
    const found = await this.standing(id, receipt);
    const { scheme, seat, quarter } = found;
    // They were checked when the override was recorded.
    const key = { scheme: scheme as SchemeCode, seat: seat as Seat, quarter };
    return { ...found, quota: await this.ledger(key) };
  }

  private async ledger(key: Parameters<OverrideDesk['quotas']['ledger']>[0]): Promise<QuotaAnswered> {
    const { today } = await this.desk.grounds.today();
    const document = await this.desk.grounds.documentOn(key.scheme, today);
    return quotaAnswer(key, await this.desk.quotas.ledger(key, document, today));
  }
}
