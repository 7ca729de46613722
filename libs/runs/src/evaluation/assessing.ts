import {
  type AccountKnowledge,
  type Assessment,
  type Cause,
  type ExternalId,
  type Placement,
  placement,
  type PlacementEvent,
  type PolicyInForce,
  readsFamilies,
  type Reassess,
  type SchemeCode,
  type SchemeKnowledge,
  type Viewed,
  viewsOf,
} from '#libs/domain';
import type { Context, EventStore, ExecuteHandler, Position } from '#libs/event-store';
import { type Day, isRefusal, type Refusal } from '#libs/kernel';
import type { Facts } from '#libs/views';
import { type Assessed, restatesLater, tierBefore } from './tally';

/** What a run assesses with. */
export interface Basis {
  readonly runId: string;
  readonly scheme: SchemeCode;
  readonly day: Day;
  readonly at: Position;
  readonly plan: SchemeKnowledge;
  readonly policy: PolicyInForce;
  readonly today: Day;
}

export interface AssessingParts {
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly facts: Facts;
}

type Known = ReadonlyMap<string, AccountKnowledge>;
/** What is to be assessed: an account, or a service line of one. */
interface Subject {
  readonly externalId: string;
  readonly viewed: Viewed;
}
interface Decided {
  readonly events: readonly PlacementEvent[];
  readonly state: Placement;
}

/** Assesses accounts on the day of a run, many at once: recorded, or only thought through. */
export abstract class Assessing {
  constructor(
    protected readonly parts: AssessingParts,
    protected readonly basis: Basis,
  ) {}

  /** What the policy needs of the accounts for this one day, summed by the database. */
  knowledge(externalIds: readonly string[]): Promise<Known> {
    const { at, day, policy } = this.basis;
    return this.parts.facts.knowledgeForDay(externalIds, at, day, policy.document);
  }

  /**
   * In the order given, each account before its service lines. What has a timeline that goes on behind the day, or
   * is not settled before it, is folded as a whole.
   */
  async assess(externalIds: readonly string[], known: Known): Promise<Assessed[]> {
    const { day } = this.basis;
    const subjects = this.subjects(externalIds, known);
    const first = await this.decide(subjects.map((subject) => this.command(subject, day)));
    const again = await this.wholly(subjects.filter((_, index) => isRefusal(first[index])));
    return subjects.map((subject, index) => {
      const decided = first[index]!;
      return this.assessed(subject, isRefusal(decided) ? again.get(keyOf(subject))! : decided);
    });
  }

  protected abstract decide(commands: readonly Reassess[]): Promise<(Decided | Refusal)[]>;

  private subjects(externalIds: readonly string[], known: Known): Subject[] {
    const { plan } = this.basis;
    return externalIds.flatMap((externalId) =>
      viewsOf(known.get(externalId) ?? null, plan).map((viewed) => ({ externalId, viewed })),
    );
  }

  private async wholly(refused: readonly Subject[]): Promise<Map<string, Decided>> {
    if (refused.length === 0) return new Map();
    const { at, plan, policy } = this.basis;
    const externalIds = [...new Set(refused.map(({ externalId }) => externalId))];
    const serviceLines = policy.document.serviceLines !== undefined;
    const families = plan.policies.some(({ document }) => readsFamilies(document));
    const known = await this.parts.facts.knowledgeOf(externalIds, at, { serviceLines, families });
    const wanted = new Set(refused.map(keyOf));
    const whole = this.subjects(externalIds, known).filter((subject) => wanted.has(keyOf(subject)));
    const decided = await this.decide(whole.map((subject) => this.command(subject, null)));
    return new Map(
      decided.map((one, index) => {
        const subject = whole[index]!;
        if (isRefusal(one)) throw new Error(`${subject.externalId} cannot be assessed: ${one.message}`);
        return [keyOf(subject), one];
      }),
    );
  }

  private command({ externalId, viewed }: Subject, since: Day | null): Reassess {
    const { runId, scheme, at, today } = this.basis;
    const cause: Cause = { kind: 'RUN', runId };
    return {
      type: 'Reassess',
      scheme,
      // The portfolio holds ids that were checked when the account was onboarded.
      externalId: externalId as ExternalId,
      ...viewed,
      since,
      basis: String(at),
      cause,
      today,
    };
  }

  private assessed({ externalId, viewed: { view } }: Subject, { events, state }: Decided): Assessed {
    const { day } = this.basis;
    return {
      externalId,
      view,
      assessment: state.assessments.find((one) => one.day === day) ?? null,
      before: tierBefore(state.assessments, day),
      recorded: events.some((event) => assessmentIn(event, day)),
      restated: restatesLater(events, day),
    };
  }
}

const keyOf = ({ externalId, viewed: { view } }: Subject): string => `${view}\n${externalId}`;

/** The assessment of a day, when the event tells it. */
export const assessmentIn = ({ type, data }: PlacementEvent, on: Day): Assessment | undefined => {
  if (type === 'TierRestated') return data.assessments.find(({ day }) => day === on);
  return 'assessment' in data && data.assessment.day === on ? data.assessment : undefined;
};

/** Records what it finds. */
export class RecordedAssessing extends Assessing {
  constructor(
    parts: AssessingParts,
    basis: Basis,
    private readonly context: Context,
  ) {
    super(parts, basis);
  }

  protected decide(commands: readonly Reassess[]): Promise<(Decided | Refusal)[]> {
    return this.parts.execute.executeMany(placement, commands, () => this.context);
  }
}

/** Thinks it through, and records nothing. */
export class DryAssessing extends Assessing {
  protected async decide(commands: readonly Reassess[]): Promise<(Decided | Refusal)[]> {
    const streams = commands.map((command) => `${placement.category}-${placement.idOf(command)}`);
    const recorded = await this.parts.store.readMany(streams);
    return commands.map((command, index) => {
      let state = placement.initialState();
      // A placement stream holds the placement aggregate's events alone.
      for (const { event } of recorded.get(streams[index]!) ?? [])
        state = placement.evolve(state, event as PlacementEvent);
      const events = placement.decide(command, state);
      if (isRefusal(events)) return events;
      for (const event of events) state = placement.evolve(state, event);
      return { events, state };
    });
  }
}
