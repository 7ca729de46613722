import {
  type Scheme,
  scheme as schemeAggregate,
  type SchemeCode,
  type SchemeEvent,
  schemeKnowledge,
  type SchemeKnowledge,
} from '#libs/domain';
import type { Position, Recorded } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { Trigger } from './trigger';

/** A scheme as known at the place in the log that the reassessment has come to. */
export class Plan {
  private known: SchemeKnowledge | undefined;
  private told: Summary | undefined;
  /** The day on which each account came in, as its last fold said. */
  private readonly opened = new Map<string, Day>();

  constructor(
    readonly scheme: SchemeCode,
    private state: Scheme,
    /** Of the last event taken in. */
    private position: Position,
  ) {}

  take({ event, position }: Recorded<SchemeEvent>): void {
    if (position <= this.position) return;
    this.state = schemeAggregate.evolve(this.state, event);
    this.position = position;
    this.known = undefined;
    this.told = undefined;
  }

  get knowledge(): SchemeKnowledge {
    return (this.known ??= schemeKnowledge(this.state));
  }

  noteOpened(externalId: string, opened: Day | null): void {
    if (opened === null) this.opened.delete(externalId);
    else this.opened.set(externalId, opened);
  }

  /**
   * Whether an account's timeline may differ for a trigger. It cannot when every assessment lies before what the
   * trigger speaks of, and the account came in before that: which is so for most of what arrives day by day.
   */
  mayDiffer({ externalId, reach }: Trigger): boolean {
    const { lastDay, assessesOnFacts } = this.summary();
    const opened = this.opened.get(externalId);
    if (reach === null || opened === undefined || assessesOnFacts) return true;
    if (reach.takesAway ? reach.from <= opened : reach.from < opened) return true;
    if (lastDay === null) return false;
    // A window ends before its day, so revenue of an assessment's own day does not count; a fact of that day does.
    return reach.measures === null ? reach.from < lastDay : reach.from <= lastDay;
  }

  /** Whether any timeline may differ since the policies are others from a day on. */
  mayDifferFrom(from: Day): boolean {
    const { lastDay, assessesOnFacts } = this.summary();
    return assessesOnFacts || (lastDay !== null && from <= lastDay);
  }

  private summary(): Summary {
    return (this.told ??= summaryOf(this.knowledge));
  }
}

interface Summary {
  /** The last day of assessment that the scheme itself has. */
  readonly lastDay: Day | null;
  readonly assessesOnFacts: boolean;
}

const summaryOf = ({ days, policies }: SchemeKnowledge): Summary => ({
  lastDay: days.reduce<Day | null>((last, { day }) => (last === null || day > last ? day : last), null),
  assessesOnFacts: policies.some(({ document }) => document.assessOn.length > 0),
});
