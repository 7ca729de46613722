import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { accountView } from '#libs/domain';
import { type Day, type Instant, instant } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import type { ImportKind, ImportResult } from '#libs/runs';
import { Failure } from '../failure';
import { resultOf } from '../job';
import type { Progress } from '../progress';
import { knownBy } from '../questions';
import { customerValue, tiers } from './customer-value';
import { evaluate } from './evaluated';
import { linesOf, type Quarter, revenueFile, type Superstore } from './superstore';

/** What a quarter's review came to: a row of the demo's table. */
export interface PlayedQuarter {
  readonly closed: string;
  readonly effectiveOn: Day;
  readonly assigned: number;
  readonly promoted: number;
  readonly demoted: number;
  /** Customers at each tier afterwards, from the lowest to the highest. */
  readonly standing: readonly number[];
  readonly none: number;
}

/** In the morning of a day. */
export const morningOf = (theDay: Day): Instant => instant(`${theDay}T06:00:00Z`);

/** Takes a file in by the import that every file takes, and sees to it that each row was good. */
export const takeIn = async (
  instance: Instance,
  kind: ImportKind,
  body: Readable,
  progress: Progress,
): Promise<ImportResult> => {
  const order = { id: randomUUID(), kind, source: 'superstore', createdBy: 'system:demo' };
  const { id } = await instance.imports.receive(order, body);
  const result = await resultOf<ImportResult>(instance, id, progress);
  if (result.rejected === 0) return result;
  throw new Failure(
    'broken',
    `${result.rejected} rows of the order book were rejected: ${JSON.stringify(result.rejects)}.`,
  );
};

/** The morning after a quarter: its order lines come in, every customer is assessed, and the table gets its row. */
export const playQuarter = async (
  instance: Instance,
  superstore: Superstore,
  quarter: Quarter,
  progress: Progress,
): Promise<PlayedQuarter> => {
  await instance.simulatedTime.moveTo(morningOf(quarter.until));
  await takeIn(instance, 'revenue', revenueFile(linesOf(superstore, quarter)), progress);
  const { assigned, promoted, demoted } = await evaluate(instance, customerValue, quarter.until, progress);
  const at = await knownBy(instance, undefined);
  const question = { scheme: customerValue, view: accountView, asOf: quarter.until, at };
  const counted = new Map(
    (await instance.tierHistory.distribution(question)).tiers.map(({ tier, accounts }) => [tier, accounts]),
  );
  const standing = tiers.map(([tier]) => counted.get(tier) ?? 0);
  const none = (counted.get('UNTIERED') ?? 0) + (counted.get('NOT_ONBOARDED') ?? 0);
  return { closed: quarter.label, effectiveOn: quarter.until, assigned, promoted, demoted, standing, none };
};
