import { Injectable } from '@nestjs/common';
import { arrTaken, type QuotaEntry, type QuotaLedger } from '#libs/domain';
import { Refused } from '#libs/event-store';
import type { Refusal } from '#libs/kernel';
import { PartOfPortfolio } from '#libs/views';
import type { CallersScope } from '../http/scopes/scope';

/**
 * What is told of a quota to somebody who has a part of the portfolio: how much of it is left to the seat, and of the
 * overrides that have taken from it those inside alone.
 */
@Injectable()
export class QuotaInside {
  constructor(private readonly part: PartOfPortfolio) {}

  async ledger<L extends QuotaLedger>(ledger: L, scope: CallersScope): Promise<L> {
    if (!scope) return ledger;
    const entries = await this.inside(ledger.entries, ({ overrideId }) => overrideId, scope);
    return { ...ledger, entries, arr: arrTaken(entries) };
  }

  async refusal(refusal: Refusal, scope: CallersScope): Promise<Refusal> {
    const { ledger, taken } = (refusal.details ?? {}) as { ledger?: QuotaLedger; taken?: readonly string[] };
    if (!scope || (!ledger && !taken)) return refusal;
    const details = {
      ...refusal.details,
      ...(ledger && { ledger: await this.ledger(ledger, scope) }),
      ...(taken && { taken: await this.inside(taken, (id) => id, scope) }),
    };
    return { ...refusal, details };
  }

  /** @throws Refused as the work does, with no more of a quota than that */
  async during<T>(scope: CallersScope, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof Refused ? new Refused(await this.refusal(error.refusal, scope)) : error;
    }
  }

  private async inside<T extends QuotaEntry | string>(
    all: readonly T[],
    idOf: (one: T) => string,
    scope: NonNullable<CallersScope>,
  ): Promise<readonly T[]> {
    const inside = await this.part.overridesInside(scope, all.map(idOf));
    return all.filter((one) => inside.has(idOf(one)));
  }
}
