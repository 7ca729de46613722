import { canonicalJson } from '#libs/kernel';
import { projection } from '../projection';

/** Statements in the order of the log: what is said of measures and rubrics is little. */
type Batch = { readonly text: string; readonly values: unknown[] }[];

/** What the tenant says of its inputs, in each version by the position from which it was known, and its rubrics. */
export const catalogue = projection<Batch>({
  name: 'catalogue',
  version: 1,
  tables: ['input_entries', 'rubrics'],
  begin: () => [],
  on: {
    InputDescribed: ({ event: { data }, revision, position }, batch) =>
      void batch.push(
        {
          text: 'update input_entries set known_until = $2 where measure = $1 and known_until is null',
          values: [data.measure, String(position)],
        },
        {
          text: 'insert into input_entries (measure, entry, revision, known_from) values ($1, $2, $3, $4)',
          values: [data.measure, canonicalJson(data.entry), revision, String(position)],
        },
      ),
    RubricWritten: ({ event: { data }, position }, batch) =>
      void batch.push({
        text: `insert into rubrics (rubric, version, name, measure, questions, written_by, known_from)
               values ($1, $2, $3, $4, $5, $6, $7)`,
        values: [
          ...[data.rubric, data.version, data.name, data.measure, canonicalJson(data.questions)],
          ...[data.writtenBy, String(position)],
        ],
      }),
  },
  write: async (batch, tx) => {
    for (const statement of batch) await tx.query(statement);
  },
});
