import type { HindsightRow } from '#libs/domain';
import type { OverrideOnRecord } from './overrides-on-record';

export const hindsightKeys = ['seat', 'approver', 'reason', 'type'] as const;
/** What overrides are grouped by. */
export type HindsightBy = (typeof hindsightKeys)[number];

/** What an emergency, which names an incident and no reason, is grouped under. */
const noReason = 'EMERGENCY';

const keysOf: Record<HindsightBy, (one: OverrideOnRecord) => readonly string[]> = {
  seat: ({ asked }) => [asked.seat],
  approver: ({ yeses }) => [...new Set(yeses.map(({ data }) => data.decidedBy))],
  reason: ({ asked }) => [asked.reasonCode ?? noReason],
  type: ({ life }) => [life.kind],
};

/** The keys of an override in some ways: each says of which. */
export const keysBy = (ways: readonly HindsightBy[], one: OverrideOnRecord): string[] =>
  ways.flatMap((by) => keysOf[by](one).map((key) => keyBy(by, key)));

const keyBy = (by: HindsightBy, key: string): string => `${by} ${key}`;

/** Those of one way among the rows of several. */
export const rowsBy = (by: HindsightBy, rows: readonly HindsightRow[]): HindsightRow[] => {
  const start = keyBy(by, '');
  return rows
    .filter(({ key }) => key.startsWith(start))
    .map(({ key, ...row }) => ({ key: key.slice(start.length), ...row }));
};
