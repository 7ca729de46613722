import { Injectable } from '@nestjs/common';
import {
  accountClocksOn,
  type Due,
  isDueWithin,
  planUnder,
  policyDue,
  type SchemeKnowledge,
  schemeKnowledge,
  type Scope,
  type Trigger,
  triggerKinds,
} from '#libs/domain';
import { EventStore, type Position } from '#libs/event-store';
import { addDays, type Day, type Instant } from '#libs/kernel';
import { readScheme } from '#libs/runs';
import { ReviewsHeld, Standings, untiered } from '#libs/views';
import type { Clock, DueRow } from './due';
import { KeptLists } from './kept-lists';
import { PortfolioTriggers } from './portfolio-triggers';

/** What a due list is of: the clocks, the schemes, and how many days ahead it looks. */
export interface DueQuestion {
  readonly clocks: readonly Clock[];
  readonly schemes: readonly string[];
  readonly view: string;
  readonly asOf: Day;
  readonly within: number;
  readonly at: Position;
  readonly knownAt: Instant;
  /** The part of the portfolio whose accounts are listed; null is the whole. */
  readonly inside: Scope | null;
}

interface Scene extends Omit<DueQuestion, 'clocks' | 'schemes'> {
  readonly scheme: string;
  readonly plan: SchemeKnowledge;
}

/** A tier with red health before a renewal is talked about with the client; all else is a matter of the tier. */
const callsForMeeting = (trigger: Trigger): boolean => trigger.kind === 'RED_BEFORE_RENEWAL';

/** What is due by each clock, worked out from days and facts when it is asked for: nothing has to run for it. */
@Injectable()
export class DueLists {
  private readonly kept = new KeptLists<DueRow>(8);

  constructor(
    private readonly store: EventStore,
    private readonly standings: Standings,
    private readonly reviews: ReviewsHeld,
    private readonly triggers: PortfolioTriggers,
  ) {}

  /** By the day it is due, then scheme, account and clock. */
  list(question: DueQuestion): Promise<readonly DueRow[]> {
    return this.kept.of({ ...question, at: String(question.at) }, () => this.find(question));
  }

  private async find({ clocks, schemes, ...rest }: DueQuestion): Promise<readonly DueRow[]> {
    const rows: DueRow[] = [];
    for (const scheme of schemes) {
      const plan = schemeKnowledge(await readScheme(this.store, scheme, rest.at));
      const scene = { ...rest, scheme, plan };
      if (clocks.includes('policy')) rows.push(...(await this.policies(scene)));
      if (clocks.some((clock) => clock !== 'policy')) rows.push(...(await this.accounts(scene, clocks)));
    }
    const due = rows.filter((row) => isDueWithin(row, rest.asOf, rest.within));
    return due.sort((a, b) => compare(orderOf(a), orderOf(b)));
  }

  private async policies({ scheme, plan, asOf, at }: Scene): Promise<DueRow[]> {
    const due = policyDue(plan, await this.reviews.forPolicyClock(scheme, at), asOf);
    return due ? [{ clock: 'policy', scheme, view: null, externalId: null, tier: null, ...due }] : [];
  }

  private async accounts(scene: Scene, wanted: readonly Clock[]): Promise<DueRow[]> {
    const { scheme, view, plan, asOf, within, at, inside } = scene;
    const clocks = accountClocksOn(planUnder(plan, view), asOf);
    if (!clocks) return [];
    const standings = await this.standings.within(inside).all(scene);
    const first = standings.map(({ opened }) => opened).sort()[0];
    if (first === undefined) return [];
    const days = { from: first, until: addDays(asOf, within + 1), kinds: triggerKinds, view };
    const triggers = await this.triggers.byAccount(plan, days, at, inside);
    const held = await this.reviews.lastByAccount(asOf, at);
    return standings.flatMap((account) => {
      const { externalId, tier } = account;
      const called = triggers.get(externalId) ?? [];
      const meetings = called.filter(callsForMeeting);
      const matters = called.filter((trigger) => !callsForMeeting(trigger));
      const lastHeld = held.get(externalId) ?? null;
      const row = (clock: Clock, due: Due | null): DueRow[] =>
        due && wanted.includes(clock)
          ? [{ clock, scheme, view, externalId, tier: tier ?? untiered, ...due }]
          : [];
      return [
        ...row('assignment', clocks.assignment(account, matters)),
        ...row('account', clocks.businessReview(account, lastHeld, meetings)),
      ];
    });
  }
}

const orderOf = ({ dueOn, scheme, externalId, clock }: DueRow): string =>
  `${dueOn}\n${scheme}\n${externalId ?? ''}\n${clock}`;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
