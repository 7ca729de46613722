import { createHash } from 'node:crypto';
import {
  account as anAccount,
  basisHash,
  type Ground,
  insideScope,
  type OverrideKind,
  type PolicyDocument,
  policyOn,
  type Profile,
  schemeKnowledge,
  type SchemeKnowledge,
} from '#libs/domain';
import { type Clock, type Position, Refused } from '#libs/event-store';
import { type Day, dayIn, type FiscalCalendar, refuse } from '#libs/kernel';
import type { PinnedQuarters } from '#libs/views';
import { readScheme } from '../evaluation/scheme-plan';
import { readSettings } from '../tenant-settings';
import { Bases, type BasesParts } from './basis-of';
import type { OfOneTimeline } from './timelines';

export interface GroundsParts extends BasesParts {
  readonly clock: Clock;
  /** Absent where nothing is decided about the past. */
  readonly pinned?: PinnedQuarters;
}

/** The days that an override is wanted for, and the day by which its figures are taken. */
export interface GroundQuestion {
  readonly from: Day;
  readonly until: Day | null;
  readonly kind?: OverrideKind;
  /** The day of the request; today when absent. */
  readonly requestedOn?: Day;
}

/** How things stand around a decision, with the account that it is about. */
export interface GroundKnown extends Ground {
  readonly profile: Profile;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Gathers what a decision about an override may not trust its client for: all of it as the log tells it now. */
export class Grounds {
  private readonly bases: Bases;

  constructor(private readonly parts: GroundsParts) {
    this.bases = new Bases(parts);
  }

  /** The day it is, and the calendar by which quarters are told. */
  async today(): Promise<{ readonly today: Day; readonly calendar: FiscalCalendar }> {
    const { governanceTimeZone, fiscalCalendar } = await readSettings(this.parts.store);
    return { today: dayIn(await this.parts.clock.now(), governanceTimeZone), calendar: fiscalCalendar };
  }

  /**
   * @throws Refused NOT_FOUND for what nobody knows, NOT_ONBOARDED without a timeline, POLICY_NOT_IN_FORCE;
   * StaleRead when the consequences of what was recorded last are not drawn yet
   */
  async about(timeline: OfOneTimeline, { from, until, ...question }: GroundQuestion): Promise<GroundKnown> {
    const { today, calendar } = await this.today();
    const requestedOn = question.requestedOn ?? today;
    const profile = await this.profileOf(timeline);
    const plan = await this.planOf(timeline.scheme);
    const document = policyOn(plan, today)?.document;
    if (!document) throw noPolicy(timeline.scheme, today);
    const { basis, merger } = await this.bases.of(timeline, { from, until, plan, document, requestedOn });
    return {
      today,
      calendar,
      document,
      basis,
      basisHash: basisHash(basis, sha256),
      openSince: from < today ? await this.openSince(timeline, profile) : null,
      merger,
      profile,
    };
  }

  /** The policy in force on a day. @throws Refused */
  async documentOn(scheme: OfOneTimeline['scheme'], on: Day): Promise<PolicyDocument> {
    const document = policyOn(await this.planOf(scheme), on)?.document;
    if (!document) throw noPolicy(scheme, on);
    return document;
  }

  /** The policy in force on a day, as known at a position; null where there is none. */
  async documentAt(scheme: string, on: Day, at: Position): Promise<PolicyDocument | null> {
    const state = await readScheme(this.parts.store, scheme, at);
    return state.profile ? (policyOn(schemeKnowledge(state), on)?.document ?? null) : null;
  }

  /** Who the account is. @throws Refused NOT_FOUND */
  async profileOf({ externalId }: OfOneTimeline): Promise<Profile> {
    let state = anAccount.initialState();
    for await (const { event } of this.parts.store.read(`account-${externalId}`))
      state = anAccount.evolve(state, event as never);
    if (state.profile) return state.profile;
    throw new Refused(refuse('unknown', 'NOT_FOUND', `There is no account ${externalId}; onboard it first.`));
  }

  /** The first day behind all quarters of which a review has been pinned that tells of the account; null where none has. */
  private async openSince(timeline: OfOneTimeline, profile: Profile): Promise<Day | null> {
    const { store, progress, pinned } = this.parts;
    if (!pinned) return null;
    await progress.reach('reviews', await store.head());
    const quarters = await pinned.of(timeline);
    const ends = quarters.filter(({ scope }) => insideScope(scope, profile)).map(({ until }) => until);
    return ends.sort().at(-1) ?? null;
  }

  private async planOf(scheme: OfOneTimeline['scheme']): Promise<SchemeKnowledge> {
    const state = await readScheme(this.parts.store, scheme);
    if (state.profile) return schemeKnowledge(state);
    throw new Refused(refuse('unknown', 'NOT_FOUND', `There is no scheme ${scheme}; open it first.`));
  }
}

const noPolicy = (scheme: string, on: Day): Refused =>
  new Refused(
    refuse(
      'against-policy',
      'POLICY_NOT_IN_FORCE',
      `No policy of ${scheme} is in force on ${on}: schedule one first.`,
    ),
  );
