import type { Pool } from 'pg';
import type { InputEntry, Measure, Question, RubricCode, Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { narrowed } from '../part/narrowed';

/** What the tenant says of a measure. */
export interface EntryKnown {
  readonly measure: Measure;
  readonly entry: InputEntry;
  /** Of the measure's stream. */
  readonly revision: number;
}

/** A version of a rubric. */
export interface RubricKnown {
  readonly rubric: RubricCode;
  readonly version: number;
  readonly name: string;
  readonly measure: Measure;
  readonly questions: readonly Question[];
  readonly writtenBy: string;
}

interface Row extends Omit<RubricKnown, 'questions'> {
  readonly questions: string;
}

const rubricColumns = 'rubric, version, name, measure, questions, written_by as "writtenBy"';

/** What the tenant says of its inputs, and its rubrics, as known at a position. */
export class InputCatalogue {
  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): InputCatalogue {
    return scope ? new InputCatalogue(narrowed(this.pool, scope)) : this;
  }

  /** In the order of their measures. */
  async entries(at: Position): Promise<EntryKnown[]> {
    const { rows } = await this.pool.query<Omit<EntryKnown, 'entry'> & { entry: string }>(
      `select measure, entry, revision from input_entries
       where known_from <= $1::bigint and (known_until is null or known_until > $1::bigint) order by measure`,
      [String(at)],
    );
    // The text is the view's own, written of what the event held.
    return rows.map(({ entry, ...row }) => ({ ...row, entry: JSON.parse(entry) as InputEntry }));
  }

  /** How many facts of each measure there are, for the measures that have any. */
  async factsByMeasure(at: Position): Promise<ReadonlyMap<Measure, number>> {
    const { rows } = await this.pool.query<{ measure: Measure; facts: number }>(
      `select measure, count(*)::int as facts from input_facts
       where known_from <= $1::bigint and (known_until is null or known_until > $1::bigint) group by measure`,
      [String(at)],
    );
    return new Map(rows.map(({ measure, facts }) => [measure, facts]));
  }

  /** Each rubric as it was last written, in the order of their codes. */
  async rubrics(at: Position): Promise<RubricKnown[]> {
    const { rows } = await this.pool.query<Row>(
      `select distinct on (rubric) ${rubricColumns} from rubrics where known_from <= $1::bigint
       order by rubric, version desc`,
      [String(at)],
    );
    return rows.map(rubricOf);
  }

  /** The versions of a rubric, the latest first. */
  async versionsOf(rubric: string, at: Position): Promise<RubricKnown[]> {
    const { rows } = await this.pool.query<Row>(
      `select ${rubricColumns} from rubrics where rubric = $1 and known_from <= $2::bigint order by version desc`,
      [rubric, String(at)],
    );
    return rows.map(rubricOf);
  }
}

const rubricOf = ({ questions, ...row }: Row): RubricKnown => ({
  ...row,
  questions: JSON.parse(questions) as Question[],
});
