import fc from 'fast-check';

/** The seed of every law of this run: `FC_SEED` to play a failure again, else another one each time. */
export const seed = process.env.FC_SEED ? Number(process.env.FC_SEED) : Date.now() % 2 ** 31;

/** A law holds in every case that the property can think of; its seed stands in the test's name. */
export const law = <Ts>(sentence: string, property: fc.IRawProperty<Ts>, numRuns = 1000): void =>
  it(`${sentence} (FC_SEED=${seed}, ${numRuns} cases)`, async () => fc.assert(property, { seed, numRuns }));
