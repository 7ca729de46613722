import type { QueryConfig } from 'pg';

/** A statement as `pg` takes it, and the names of its parameters in their order. */
interface Written {
  readonly text: string;
  readonly parameters: readonly string[];
}

type Given = Readonly<Record<string, unknown>>;

const written = new Map<string, Written>();

/**
 * A statement whose text follows from its name: written once, and planned once for each connection. Where a filter is
 * not asked for, its condition is left out and the name is another one: a plan for all of them would be good for none.
 * @param write the text, with parameters as `:name`; those that it does not name need not be given
 */
export const prepared = (name: string, given: Given, write: () => string): QueryConfig => ({
  name,
  ...unprepared(name, given, write),
});

/** The same, planned each time for what is given: where that decides which index is the right one. */
export const unprepared = (name: string, given: Given, write: () => string): QueryConfig => {
  const { text, parameters } = written.get(name) ?? kept(name, write());
  return { text, values: parameters.map((parameter) => given[parameter]) };
};

const kept = (name: string, text: string): Written => {
  const parameters: string[] = [];
  const placeOf = (parameter: string): number =>
    parameters.includes(parameter) ? parameters.indexOf(parameter) + 1 : parameters.push(parameter);
  const one = {
    text: text.replace(/(?<!:):([a-z]\w*)/gi, (_, parameter: string) => `$${placeOf(parameter)}`),
    parameters,
  };
  written.set(name, one);
  return one;
};
