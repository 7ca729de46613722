import {
  type AccountKnowledge,
  type Assessment,
  type Basis,
  computedOver,
  computedSegments,
  type Ground,
  inFactOrder,
  type Measure,
  placement,
  type PlacementEvent,
  type PolicyDocument,
  policyOn,
  type SchemeKnowledge,
  triggersBy,
} from '#libs/domain';
import { type EventStore, Refused } from '#libs/event-store';
import {
  addMonths,
  compositeId,
  type Day,
  type Decimal,
  decimal,
  isDay,
  isDecimal,
  refuse,
} from '#libs/kernel';
import type { Facts, Progress } from '#libs/views';
import type { OfOneTimeline } from './timelines';

export interface BasesParts {
  readonly store: EventStore;
  readonly progress: Progress;
  readonly facts: Facts;
}

export interface BasisQuestion {
  readonly from: Day;
  readonly until: Day | null;
  readonly plan: SchemeKnowledge;
  readonly document: PolicyDocument;
  /** The day by which its figures are taken. */
  readonly requestedOn: Day;
}

export interface BasisKnown {
  readonly basis: Basis;
  /** By which the timeline ends; undefined where it does not. */
  readonly merger: Ground['merger'];
}

/** The measure whose value is an account's annual recurring revenue. */
const arrMeasure = 'arr' as Measure;

/** What overrides stand upon, by what is known now. */
export class Bases {
  constructor(private readonly parts: BasesParts) {}

  /** @throws Refused NOT_ONBOARDED; StaleRead when the consequences of what was recorded last are not drawn yet */
  async of(timeline: OfOneTimeline, question: BasisQuestion): Promise<BasisKnown> {
    const { from, until, plan, document, requestedOn } = question;
    const { store, progress, facts } = this.parts;
    const { checkpoint } = await progress.settle('facts', await store.head());
    const { opened, assessments } = await this.placed(timeline);
    if (opened === null) throw notOnboarded(timeline);
    const { externalId } = timeline;
    const known = (await facts.knowledgeOf([externalId], checkpoint.commit)).get(externalId);
    const basis = {
      computed: computedOver({ from, until }, computedSegments({ opened, assessments })),
      policyVersion: policyOn(plan, requestedOn)?.version ?? null,
      arr: known ? arrOn(known, requestedOn) : null,
      renewalOn: known ? renewalOn(known, requestedOn, triggersBy(document).renewal.measure) : null,
      inputs: inputsOn(assessments, from),
    };
    return { basis, merger: mergerIn(assessments) };
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

const mergerIn = (assessments: readonly Assessment[]): Ground['merger'] => {
  const { day: on, mergedInto: into } = assessments.at(-1) ?? {};
  return on && into && { on, into };
};

/** What the decision that stands on a day stands on. */
const inputsOn = (assessments: readonly Assessment[], on: Day): Basis['inputs'] => {
  const standing = assessments.filter(({ day }) => day <= on).at(-1);
  return Object.fromEntries((standing?.inputs ?? []).map(({ measure, value }) => [measure, value]));
};
