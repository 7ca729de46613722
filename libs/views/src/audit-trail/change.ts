/** What stood before an event and what stands after it. */
export interface Change {
  readonly before: unknown;
  readonly after: unknown;
}

/** Reads a change off what an event says: most say all that is new, some say what was there as well. */
export const changeOf = (type: string, data: unknown): Change => {
  if (typeof data !== 'object' || data === null) return { before: null, after: data };
  const { before = null, after } = data as { before?: unknown; after?: unknown };
  if (type === 'FactRetracted') return { before, after: null };
  if ('assessment' in data) return { before: { tier: before }, after: afterAssessment(data) };
  return after === undefined ? { before, after: data } : { before, after };
};

const afterAssessment = (data: object): unknown => {
  const { before: _, ...said } = data as { before?: unknown; assessment: { computed?: unknown } };
  return { tier: said.assessment.computed ?? null, ...said };
};
