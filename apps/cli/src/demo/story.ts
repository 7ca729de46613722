import { accountView } from '#libs/domain';
import type { Instance } from '#libs/platform';
import type { Migration } from '#libs/views';
import { type Progress, silent } from '../progress';
import { knownBy } from '../questions';
import { serve } from '../serve';
import { customerValue, customerValueScheme } from './customer-value';
import { type Cast, castAt } from './cast';
import { digestsNow, pinPack, type QuarterPack, sealPack } from './reviews/quarter-packs';
import type { PacksTold } from './reviews/telling';
import { type OverrideLife, playOverrideLife } from './override-life/life';
import { correctLargestOrder, type LateCorrection } from './late-correction';
import { type SalesByTier, salesByTier } from './last-quarter';
import { inForceFrom, openScheme } from './open-scheme';
import { morningOf, type PlayedQuarter, playQuarter, takeIn } from './played-quarter';
import { accountsFile, type Quarter, type Superstore } from './superstore';

/** What the story tells while it goes on. */
export interface Listener {
  progress(label: string): Progress;
  quarter(played: PlayedQuarter): void;
}

export interface Story {
  readonly quarters: readonly PlayedQuarter[];
  readonly last: Quarter;
  /** Of the last quarter, as known when it was reviewed. */
  readonly matrix: Migration;
  readonly salesByTier: SalesByTier;
  readonly correction: LateCorrection;
  readonly overrideLife: OverrideLife;
  readonly packs: PacksTold;
}

/** Of so many of the last quarters a review pack is pinned. */
const packsPinned = 4;

const nobody: Listener = { progress: () => silent, quarter: () => {} };

/** Four years of an order book, played as they happened: each quarter's lines are known when it is reviewed, and not before. */
export const playSuperstore = (
  instance: Instance,
  superstore: Superstore,
  listener: Listener = nobody,
): Promise<Story> =>
  overHttp(instance, async (cast) => {
    await instance.simulatedTime.moveTo(morningOf(inForceFrom));
    await openScheme(instance, customerValueScheme);
    await takeIn(instance, 'accounts', accountsFile(superstore), listener.progress('Customers'));
    const quarters: PlayedQuarter[] = [];
    const packs: QuarterPack[] = [];
    for (const quarter of superstore.quarters) {
      const played = await playQuarter(instance, superstore, quarter, listener.progress(quarter.label));
      listener.quarter(played);
      quarters.push(played);
      if (superstore.quarters.length - quarters.length < packsPinned)
        packs.push(await pinPack(cast.ana, quarter));
    }
    return { quarters, ...(await goOn(instance, superstore, { cast, packs })) };
  });

/** What is asked of the last quarter, and what happens behind it. */
const goOn = async (
  instance: Instance,
  superstore: Superstore,
  { cast, packs }: { readonly cast: Cast; readonly packs: readonly QuarterPack[] },
): Promise<Omit<Story, 'quarters'>> => {
  const last = superstore.quarters.at(-1)!;
  const at = await knownBy(instance, undefined);
  const between = { scheme: customerValue, view: accountView, from: last.from, to: last.until, at };
  return {
    last,
    matrix: await instance.tierHistory.migration(between),
    salesByTier: await salesByTier(instance, superstore, last, at),
    correction: await correctLargestOrder(instance, superstore),
    overrideLife: await playOverrideLife(cast, last),
    packs: {
      packs,
      sealed: await sealPack(packs.at(-1)!, [cast.ana, cast.fay, cast.cara]),
      again: await digestsNow(cast.cara, packs),
    },
  };
};

/** Serves for as long as something is played at the API. */
const overHttp = async <T>(instance: Instance, play: (cast: Cast) => Promise<T>): Promise<T> => {
  const serving = await serve({ ...instance, config: { ...instance.config, port: 0 } });
  return castAt(instance, serving)
    .then(play)
    .finally(() => serving.close());
};
