import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roundDecimal } from '#libs/kernel';
import { type Instance, openInstance, readConfig } from '#libs/platform';
import { playSuperstore, type Story } from '#apps/cli/src/demo/story';
import { readSuperstore } from '#apps/cli/src/demo/superstore';

/** Quarter closed, effective on, first assignments, promotions, demotions, then BRONZE / SILVER / GOLD / PLATINUM / none. */
const knownAnswer = `
2014-Q1 2014-04-01 121   0   0  88  25   7  1 672
2014-Q2 2014-07-01 160   7   0 194  64  22  1 512
2014-Q3 2014-10-01 161  18   0 289 104  44  5 351
2014-Q4 2015-01-01 153  57   0 353 146  86 10 198
2015-Q1 2015-04-01  32  31  33 382 145  88 12 166
2015-Q2 2015-07-01  36  42  51 407 170  73 13 130
2015-Q3 2015-10-01  36  66  65 432 181  76 10  94
2015-Q4 2016-01-01  32  92  95 467 166  90  8  62
2016-Q1 2016-04-01  14  44  43 474 172  91  8  48
2016-Q2 2016-07-01  22  66  47 474 189  91 13  26
2016-Q3 2016-10-01   6  83  83 489 172  97 15  20
2016-Q4 2017-01-01   9 122  91 465 195 104 18  11
2017-Q1 2017-04-01   3  63  46 452 202 115 16   8
2017-Q2 2017-07-01   2  83  76 442 212 122 11   6
2017-Q3 2017-10-01   3  93  84 441 212 122 15   3
2017-Q4 2018-01-01   3 155 105 405 235 132 21   0`
  .trim()
  .split('\n')
  .map((row) => row.split(/ +/));

/** The whole of the demo is played, four years of it: that takes its half a minute. */
describe('the demo', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tierledger-demo-flow-'));
  let instance: Instance;
  let story: Story;

  beforeAll(async () => {
    const config = readConfig({ DATA_DIR: dataDir, CLOCK: 'simulated', LOG_LEVEL: 'silent' });
    instance = await openInstance(config, { part: 'api' });
    await instance.start();
    story = await playSuperstore(instance, readSuperstore());
  });

  afterAll(async () => {
    await instance?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('reads the order book whole', () => {
    const { customers, lines, sales, quarters } = readSuperstore();
    expect([customers.length, lines.length, sales, quarters.length]).toEqual([793, 9994, '2297200.8603', 16]);
  });

  it('comes to the known answer in each of sixteen quarters', () => {
    const rows = story.quarters.map(({ closed, effectiveOn, assigned, promoted, demoted, standing, none }) =>
      [closed, effectiveOn, assigned, promoted, demoted, ...standing, none].map(String),
    );
    expect(rows).toEqual(knownAnswer);
  });

  it('knows who moved in the last quarter', () => {
    const moved = story.matrix.cells.filter(({ from, to }) => from !== to);
    expect(moved.map(({ from, to, accounts }) => `${from} to ${to}: ${accounts}`).sort()).toEqual([
      'BRONZE to GOLD: 26',
      'BRONZE to PLATINUM: 5',
      'BRONZE to SILVER: 84',
      'GOLD to BRONZE: 21',
      'GOLD to PLATINUM: 6',
      'GOLD to SILVER: 24',
      'NONE to SILVER: 3',
      'PLATINUM to BRONZE: 3',
      'PLATINUM to GOLD: 1',
      'PLATINUM to SILVER: 1',
      'SILVER to BRONZE: 55',
      'SILVER to GOLD: 34',
    ]);
  });

  it("splits the last quarter's sales by the tier in force on each line's own day", () => {
    const sums = Object.fromEntries(
      [...story.salesByTier].map(([tier, sum]) => [tier, roundDecimal(sum, 2)]),
    );
    expect(sums).toEqual({
      BRONZE: '179040.43',
      SILVER: '61319.88',
      GOLD: '35203.75',
      PLATINUM: '1690.90',
      none: '2799.11',
    });
  });

  it('answers one question in two ways: as believed before a correction, and as known since', () => {
    const { believed, known, asOf, before, after } = story.correction;
    expect([believed.asOf, known.asOf]).toEqual([asOf, asOf]);
    expect([believed.effective, known.effective]).toEqual(['PLATINUM', 'GOLD']);
    expect([believed.restatedSince, known.restatedSince]).toEqual([false, false]);
    expect(before).not.toEqual(after);
  });

  it('still gives the answer believed then, asked by that moment now', async () => {
    const { believed } = story.correction;
    const at = await instance.knownAt.resolve({ knownAt: believed.knownAt, view: 'tier-history' });
    const { scheme, view, externalId, asOf } = believed;
    const again = await instance.tierHistory.answer({ scheme, view, externalId, asOf, at, today: asOf });
    expect(again).toMatchObject({ effective: 'PLATINUM', restatedSince: true });
  });

  it('lets an override live over HTTP, from the first look at it to the end of its renewal', () => {
    const { customer, steps } = story.overrideLife;
    expect(customer).toMatchObject({ externalId: 'AB-10105', fromTier: 'PLATINUM', toTier: 'GOLD' });
    expect(steps.map(({ on, outcome }) => `${on} ${outcome}`)).toEqual([
      '2018-02-07 revops, then finance; 2 left of the quota',
      '2018-02-07 201 SUBMITTED, level 1 of 2: revops',
      '2018-02-07 403 SOD_VIOLATION (SOD-1)',
      '2018-02-07 201 SUBMITTED, level 1 of 2: revops',
      '2018-02-07 409 QUOTA_EXHAUSTED',
      '2018-02-07 200 REJECTED',
      '2018-02-07 200 IN_REVIEW, level 2 of 2: finance',
      '2018-02-07 the basis is another',
      '2018-02-07 409 BASIS_CHANGED',
      '2018-02-07 200 IN_REVIEW, level 2 of 2: finance',
      '2018-02-07 200 SCHEDULED',
      '2018-02-12 PLATINUM, computed GOLD; OverrideActivated',
      '2018-05-03 PLATINUM, computed GOLD; OverrideExpiryNoticed',
      '2018-05-03 201 SUBMITTED, level 1 of 1: revops',
      '2018-05-03 200 SCHEDULED',
      '2018-06-01 PLATINUM, computed GOLD; OverrideExpired; OverrideActivated; OverrideExpiryNoticed',
      '2018-07-01 GOLD; OverrideExpired',
    ]);
  });

  it('pins a pack after each of the last four quarters, with the moves of the quarter in it', () => {
    const { packs, again, sealed } = story.packs;
    expect(packs.map((one) => [one.quarter, one.promotions, one.demotions, one.restatements])).toEqual([
      ['2017-Q1', 63, 46, 0],
      ['2017-Q2', 83, 76, 0],
      ['2017-Q3', 93, 84, 0],
      ['2017-Q4', 155, 105, 0],
    ]);
    expect(again).toEqual(packs.map(({ digest }) => digest));
    expect(sealed).toBe('SEALED');
  });
});
