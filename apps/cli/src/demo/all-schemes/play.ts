import { accountView, type CohortCut, judgeOf, SchemeCode } from '#libs/domain';
import type { Instance } from '#libs/platform';
import type { EvaluationResult } from '#libs/runs';
import type { Distribution, Known } from '#libs/views';
import { type Progress, silent } from '../../progress';
import { knownBy } from '../../questions';
import { evaluate } from '../evaluated';
import { inForceFrom, openScheme } from '../open-scheme';
import { morningOf, takeIn } from '../played-quarter';
import { accountsFile, factsFile, linesOf, marginFile, type Quarter, type Superstore } from '../superstore';
import { breadthOn } from './breadth';
import { type GroupStanding, playGroup } from './group';
import { type Lines, linesOfCustomer } from './lines';
import { allSchemes } from './schemes';

const ranked = SchemeCode.parse('abm');

/** What one review of one scheme came to. */
export interface Review extends Pick<EvaluationResult, 'assigned' | 'promoted' | 'demoted' | 'moved'> {
  readonly scheme: SchemeCode;
  readonly quarter: Quarter;
}

/** One customer as each scheme sees it, and the rules that its inputs matched. */
export interface Sight {
  readonly scheme: SchemeCode;
  readonly tier: string;
  readonly because: readonly string[];
}

export interface AllSchemesStory {
  readonly reviews: readonly Review[];
  readonly last: Quarter;
  readonly standing: ReadonlyMap<SchemeCode, Distribution['tiers']>;
  readonly customer: {
    readonly externalId: string;
    readonly name: string;
    readonly sights: readonly Sight[];
    readonly lines: Lines;
  };
  /** Where the last ranked cohort was cut. */
  readonly cuts: readonly CohortCut[];
  /** A made-up group before and after a merger. */
  readonly group: readonly GroupStanding[];
}

interface Listener {
  progress(label: string): Progress;
  quarter(reviews: readonly Review[]): void;
}

const nobody: Listener = { progress: () => silent, quarter: () => {} };

/** The same four years under five schemes side by side, each of another shape. */
export const playAllSchemes = async (
  instance: Instance,
  superstore: Superstore,
  listener: Listener = nobody,
): Promise<AllSchemesStory> => {
  await instance.simulatedTime.moveTo(morningOf(inForceFrom));
  for (const opening of allSchemes) await openScheme(instance, opening);
  await takeIn(instance, 'accounts', accountsFile(superstore), listener.progress('Customers'));
  const reviews: Review[] = [];
  for (const quarter of superstore.quarters) {
    const reviewed = await review(instance, superstore, quarter, listener.progress(quarter.label));
    listener.quarter(reviewed);
    reviews.push(...reviewed);
  }
  const [last, at] = [superstore.quarters.at(-1)!, await knownBy(instance, undefined)];
  return {
    reviews,
    last,
    standing: await standingOn(instance, last, at),
    customer: await largestCustomer(instance, superstore, last, at),
    cuts: (await instance.schemes.cohorts(ranked))[0]!.cuts,
    group: await playGroup(instance, last),
  };
};

/** The morning after a quarter: its lines come in, what can be seen in them is noted, and each scheme is reviewed. */
const review = async (
  instance: Instance,
  superstore: Superstore,
  quarter: Quarter,
  progress: Progress,
): Promise<Review[]> => {
  await instance.simulatedTime.moveTo(morningOf(quarter.until));
  await takeIn(instance, 'revenue', marginFile(linesOf(superstore, quarter)), progress);
  const breadth = factsFile(breadthOn(superstore, quarter.until), quarter.until);
  await takeIn(instance, 'facts', breadth, progress);
  const reviews: Review[] = [];
  for (const { scheme } of allSchemes) {
    const { assigned, promoted, demoted, moved } = await evaluate(instance, scheme, quarter.until, progress);
    reviews.push({ scheme, quarter, assigned, promoted, demoted, moved });
  }
  return reviews;
};

const standingOn = async ({ tierHistory }: Instance, { until: asOf }: Quarter, at: Known) => {
  const standing = new Map<SchemeCode, Distribution['tiers']>();
  for (const { scheme } of allSchemes)
    standing.set(scheme, (await tierHistory.distribution({ scheme, view: accountView, asOf, at })).tiers);
  return standing;
};

/** Whose sales of the last year are greatest. */
const largestCustomer = async (
  instance: Instance,
  { customers }: Superstore,
  { until: asOf }: Quarter,
  at: Known,
): Promise<AllSchemesStory['customer']> => {
  const { rows } = await instance.pool.query<{ external_id: string }>(
    `select external_id from revenue_facts where kind = 'invoice' and occurred_on >= $1::date - interval '1 year'
     and occurred_on < $1 group by 1 order by sum(amount) desc, 1 limit 1`,
    [asOf],
  );
  const externalId = rows[0]!.external_id;
  const lines = await linesOfCustomer(instance, externalId, asOf, at);
  const cohorts = await instance.schemes.cohorts(ranked);
  const sights: Sight[] = [];
  for (const { scheme, document } of allSchemes) {
    const timeline = { scheme, view: accountView, externalId };
    const decision = (await instance.decisions.inForce(timeline, asOf, at.position))!;
    const rules = judgeOf(document).rules(scheme === ranked ? cohorts[0]!.cuts : null);
    const matched = rules.filter((_, index) => decision.assessment.verdicts?.[index] === 'M');
    const tier = decision.assessment.computed ?? 'UNTIERED';
    sights.push({ scheme, tier, because: matched.map(({ says }) => says) });
  }
  const { name } = customers.find((one) => one.externalId === externalId)!;
  return { externalId, name, sights, lines };
};
