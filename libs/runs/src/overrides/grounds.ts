import { createHash } from 'node:crypto';
import {
  type AccountKnowledge,
  account as anAccount,
  type Assessment,
  type Basis,
  basisHash,
  computedOver,
  computedSegments,
  type Ground,
  inFactOrder,
  type Measure,
  type OverrideKind,
  placement,
  type PlacementEvent,
  type PolicyDocument,
  policyOn,
  type Profile,
  schemeKnowledge,
  type SchemeKnowledge,
  triggersBy,
} from '#libs/domain';
import { type Clock, type EventStore, Refused } from '#libs/event-store';
import {
  addMonths,
  compositeId,
  type Day,
  dayIn,
  type Decimal,
  decimal,
  type FiscalCalendar,
  isDay,
  isDecimal,
  refuse,
} from '#libs/kernel';
import type { Facts, Progress } from '#libs/views';
import { readScheme } from '../evaluation/scheme-plan';
import { readSettings } from '../tenant-settings';
import type { OfOneTimeline } from './log-index';

export interface GroundsParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly facts: Facts;
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

/** The measure whose value is an account's annual recurring revenue. */
const arrMeasure = 'arr' as Measure;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Gathers what a decision about an override may not trust its client for: all of it as the log tells it now. */
export class Grounds {
  constructor(private readonly parts: GroundsParts) {}

  /** The day it is, and the calendar by which quarters are told. */
  async today(): Promise<{ readonly today: Day; readonly calendar: FiscalCalendar }> {
    const { governanceTimeZone, fiscalCalendar } = await readSettings(this.parts.store);
    return { today: dayIn(await this.parts.clock.now(), governanceTimeZone), calendar: fiscalCalendar };
  }

  /**
   * @throws Refused NOT_FOUND for what nobody knows, NOT_ONBOARDED without a timeline, POLICY_NOT_IN_FORCE;
   * StaleRead when the consequences of what was recorded last are not drawn yet
   */
  async about(timeline: OfOneTimeline, question: GroundQuestion): Promise<GroundKnown> {
    const { today, calendar } = await this.today();
    const requestedOn = question.requestedOn ?? today;
    const profile = await this.profileOf(timeline);
    const plan = await this.planOf(timeline);
    const document = policyOn(plan, today)?.document;
    if (!document) throw noPolicy(timeline.scheme, today);
    const basis = await this.basisOf(timeline, question, { plan, document, requestedOn });
    return {
      today,
      calendar,
      document,
      basis,
      basisHash: basisHash(basis, sha256),
      // No period is pinned before there are packs to pin.
      openSince: null,
      profile,
    };
  }

  /** The policy in force on a day. @throws Refused */
  async documentOn(scheme: OfOneTimeline['scheme'], on: Day): Promise<PolicyDocument> {
    const document = policyOn(await this.planOf({ scheme }), on)?.document;
    if (!document) throw noPolicy(scheme, on);
    return document;
  }

  /** Who the account is. @throws Refused NOT_FOUND */
  async profileOf({ externalId }: OfOneTimeline): Promise<Profile> {
    let state = anAccount.initialState();
    for await (const { event } of this.parts.store.read(`account-${externalId}`))
      state = anAccount.evolve(state, event as never);
    if (state.profile) return state.profile;
    throw new Refused(refuse('unknown', 'NOT_FOUND', `There is no account ${externalId}; onboard it first.`));
  }

  private async planOf({ scheme }: Pick<OfOneTimeline, 'scheme'>): Promise<SchemeKnowledge> {
    const state = await readScheme(this.parts.store, scheme);
    if (state.profile) return schemeKnowledge(state);
    throw new Refused(refuse('unknown', 'NOT_FOUND', `There is no scheme ${scheme}; open it first.`));
  }

  private async basisOf(
    timeline: OfOneTimeline,
    { from, until }: GroundQuestion,
    by: { plan: SchemeKnowledge; document: PolicyDocument; requestedOn: Day },
  ): Promise<Basis> {
    const { store, progress, facts } = this.parts;
    const head = await store.head();
    const { checkpoint } = await progress.settle('facts', head);
    const { opened, assessments } = await this.placed(timeline);
    if (opened === null) throw notOnboarded(timeline);
    const { externalId } = timeline;
    const known = (await facts.knowledgeOf([externalId], checkpoint.commit)).get(externalId);
    return {
      computed: computedOver({ from, until }, computedSegments({ opened, assessments })),
      policyVersion: policyOn(by.plan, by.requestedOn)?.version ?? null,
      arr: known ? arrOn(known, by.requestedOn) : null,
      renewalOn: known ? renewalOn(known, by.requestedOn, triggersBy(by.document).renewal.measure) : null,
      inputs: inputsOn(assessments, from),
    };
  }

  private async placed({ scheme, view, externalId }: OfOneTimeline) {
    let state = placement.initialState();
    const stream = `${placement.category}-${compositeId(scheme, view, externalId)}`;
    // The stream holds the placement aggregate's events alone.
    for await (const { event } of this.parts.store.read(stream))
      state = placement.evolve(state, event as PlacementEvent);
    return state;
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

const notOnboarded = ({ scheme, view, externalId }: OfOneTimeline): Refused =>
  new Refused(
    refuse(
      'unknown',
      'NOT_ONBOARDED',
      `${externalId} has no timeline in ${scheme} for ${view}: there is nothing to override before its first day.`,
    ),
  );

const valueOn = ({ inputs }: AccountKnowledge, measure: Measure, on: Day): string | undefined =>
  inputs
    .filter((input) => input.measure === measure && input.validFrom <= on)
    .sort(inFactOrder)
    .at(-1)?.value;

/** The account's `arr` where it has one, else its revenue of twelve months; null where neither can be told. */
const arrOn = (known: AccountKnowledge, on: Day): Decimal | null => {
  const said = valueOn(known, arrMeasure, on);
  if (isDecimal(said)) return decimal(said);
  const { sum, lines, currencies } = known.revenue.window({ from: addMonths(on, -12), until: on }, {});
  return lines > 0 && currencies.length === 1 ? sum : null;
};

const renewalOn = (known: AccountKnowledge, on: Day, measure: Measure): Day | null => {
  const said = valueOn(known, measure, on);
  return isDay(said) && said >= on ? said : null;
};

/** What the decision that stands on a day stands on. */
const inputsOn = (assessments: readonly Assessment[], on: Day): Basis['inputs'] => {
  const standing = assessments.filter(({ day }) => day <= on).at(-1);
  return Object.fromEntries((standing?.inputs ?? []).map(({ measure, value }) => [measure, value]));
};
