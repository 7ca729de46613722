import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AllSchemesStory, playAllSchemes } from '#apps/cli/src/demo/all-schemes/play';
import { readSuperstore } from '#apps/cli/src/demo/superstore';
import { accountView, View } from '#libs/domain';
import { type Instance, openInstance, readConfig } from '#libs/platform';
import { bandOf, cornerOf, playOf, rankedTiers, steadied, yearsBefore } from './superstore-by-hand';

/** Five shapes of scheme on four years of real orders, against what plain sums by hand come to; it takes a minute. */
describe('all shapes of scheme side by side', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tierledger-all-schemes-'));
  const superstore = readSuperstore();
  const last = superstore.quarters.at(-1)!.until;
  const years = yearsBefore(superstore, last);
  let instance: Instance;
  let story: AllSchemesStory;

  beforeAll(async () => {
    instance = await openInstance(readConfig({ DATA_DIR: dataDir, CLOCK: 'simulated' }), { part: 'api' });
    await instance.start();
    story = await playAllSchemes(instance, superstore);
  });
  afterAll(async () => {
    await instance?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Where each customer of the order book stands on the day of the last review. */
  const tiersOf = async (scheme: string, view = accountView) => {
    const position = await instance.store.head();
    const at = await instance.knownAt.resolve({ minPosition: position, view: 'tier-history' });
    const tiers = new Map<string, string>();
    for await (const rows of instance.tierHistory.portfolioStream({ scheme, view, asOf: last, at }))
      for (const { externalId, effective } of rows)
        if (years.has(externalId)) tiers.set(externalId, effective);
    return tiers;
  };
  const byHand = (tierOf: (year: Parameters<typeof playOf>[0]) => string, of = years) =>
    new Map([...of].map(([id, year]) => [id, tierOf(year)]));

  it('gives each customer its play by the table', async () =>
    expect(await tiersOf('customer')).toEqual(byHand(playOf)));

  it('gives each customer its corner of the quadrant', async () =>
    expect(await tiersOf('quadrant')).toEqual(byHand(cornerOf)));

  it('ranks by score, and leaves out of the programme who bought nothing', async () => {
    const ranked = rankedTiers(years);
    const all = new Map([...years.keys()].map((id) => [id, ranked.get(id) ?? 'UNTIERED']));
    expect(await tiersOf('abm')).toEqual(all);
  });

  it('steadies sales by the stabiliser, with thin margins capped', async () =>
    expect(await tiersOf('sales-with-margin')).toEqual(steadied(superstore)));

  it('gives the account and each of its categories a tier of its own', async () => {
    expect(await tiersOf('by-category')).toEqual(byHand(bandOf));
    for (const category of ['Furniture', 'Office Supplies', 'Technology']) {
      const lines = yearsBefore(superstore, last, category);
      const tiers = await tiersOf('by-category', View.parse(`SERVICE_LINE:${category}`));
      expect(tiers).toEqual(byHand(bandOf, lines));
    }
  });

  it('rolls the categories of a customer up, and a group to its head, until one of it is merged', () => {
    expect(story.customer.lines).toMatchObject({ rolledUp: 'HIGH', from: ['Technology'] });
    expect(story.group).toEqual([
      {
        on: '2017-10-01',
        tiers: [
          ['DEMO-GROUP', 'GLOBAL'],
          ['DEMO-MAKER', 'LOCAL'],
          ['DEMO-DEALER', 'LOCAL'],
        ],
      },
      {
        on: '2018-01-01',
        tiers: [
          ['DEMO-GROUP', 'GLOBAL'],
          ['DEMO-MAKER', 'GLOBAL'],
          ['DEMO-DEALER', 'MERGED_INTO'],
        ],
      },
    ]);
  });
});
