import {
  accountView,
  readsFamilies,
  type Scheme,
  scheme as schemeAggregate,
  type SchemeCode,
  type SchemeEvent,
  schemeKnowledge,
  type SchemeKnowledge,
  type View,
  viewOfLine,
} from '#libs/domain';
import type { Position, Recorded } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { Reach, Trigger } from './trigger';

/** A scheme as known at the place in the log that the reassessment has come to. */
export class Plan {
  private known: SchemeKnowledge | undefined;
  private told: Summary | undefined;
  /** The day on which each account, and each of its lines, came in, as the last fold said. */
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

  /** Whether service lines have a timeline, or may have had one. */
  get declaresLines(): boolean {
    return this.summary().declaresLines;
  }

  /** Whether what becomes known of an account concerns those above it. */
  get readsFamilies(): boolean {
    return this.summary().readsFamilies;
  }

  noteOpened(externalId: string, view: View, opened: Day | null): void {
    if (opened === null) this.opened.delete(keyOf(externalId, view));
    else this.opened.set(keyOf(externalId, view), opened);
  }

  /**
   * Whether an account's timeline may differ for a trigger. It cannot when every assessment lies before what the
   * trigger speaks of, and the account came in before that: which is so for most of what arrives day by day.
   */
  mayDiffer({ externalId, reach, ofFamily = false }: Trigger): boolean {
    const { lastDay, assessesOnFacts } = this.summary();
    if (ofFamily && !this.readsFamilies) return false;
    if (reach === null || assessesOnFacts) return true;
    if (this.comesInOtherwise(externalId, accountView, reach) || this.linesMayDiffer(externalId, reach))
      return true;
    if (lastDay === null) return false;
    // A window ends before its day, so revenue of an assessment's own day does not count; a fact of that day does.
    return reach.measures === null ? reach.from < lastDay : reach.from <= lastDay;
  }

  /** Lines are assessed on days of the scheme; what is more, each comes in with a fact of its own. */
  private linesMayDiffer(externalId: string, reach: Reach): boolean {
    if (!this.declaresLines) return false;
    if (reach.lines === null) return true;
    return [...reach.lines].some((line) => this.comesInOtherwise(externalId, viewOfLine(line), reach));
  }

  private comesInOtherwise(externalId: string, view: View, { from, takesAway }: Reach): boolean {
    const opened = this.opened.get(keyOf(externalId, view));
    return opened === undefined || (takesAway ? from <= opened : from < opened);
  }

  /** Whether any timeline may differ since the policies are others from a day on. */
  mayDifferFrom(from: Day): boolean {
    const { lastDay, assessesOnFacts, declaresLines } = this.summary();
    return assessesOnFacts || declaresLines || (lastDay !== null && from <= lastDay);
  }

  private summary(): Summary {
    return (this.told ??= summaryOf(this.knowledge, this.state));
  }
}

interface Summary {
  /** The last day of assessment that the scheme itself has. */
  readonly lastDay: Day | null;
  readonly assessesOnFacts: boolean;
  readonly declaresLines: boolean;
  readonly readsFamilies: boolean;
}

/** Ids and views hold no control characters, and most accounts have but one view. */
const keyOf = (externalId: string, view: View): string =>
  view === accountView ? externalId : `${externalId}\n${view}`;

const summaryOf = ({ days, policies }: SchemeKnowledge, state: Scheme): Summary => ({
  lastDay: days.reduce<Day | null>((last, { day }) => (last === null || day > last ? day : last), null),
  assessesOnFacts: policies.some(({ document }) => document.assessOn.length > 0),
  readsFamilies: policies.some(({ document }) => readsFamilies(document)),
  declaresLines: state.policies.some(
    ({ status, document }) =>
      (status === 'scheduled' || status === 'retired') && document.serviceLines !== undefined,
  ),
});
