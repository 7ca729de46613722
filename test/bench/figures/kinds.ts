import { day } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import { type Sample, withinTimes } from '../figure';
import { assess, openScheme, settled, take } from '../loaded-portfolio';
import { dayAfterFirst, maturityCsv, policy as bands } from '../portfolio';
import type { Ground, Prepared, Topic } from '../topic';

const { tiers, measures } = bands;
const inputs = [{ measure: 'trailing12', weight: '1', min: '0', max: '150000' }];

/** The same tiers by the same measure, in the other shapes. */
const others: Readonly<Record<string, object>> = {
  score: {
    kind: 'score',
    tiers,
    measures,
    inputs,
    thresholds: [
      { tier: 'strategic', at: '60' },
      { tier: 'growth', at: '33' },
      { tier: 'core', at: '13' },
    ],
  },
  percentile: {
    kind: 'percentile',
    tiers,
    measures,
    inputs,
    cuts: [
      { tier: 'strategic', topPct: '5' },
      { tier: 'growth', topPct: '25' },
      { tier: 'core', topPct: '60' },
    ],
  },
  matrix: {
    kind: 'matrix',
    tiers,
    measures: { ...measures, maturity: { fact: 'maturity' } },
    axes: [
      { measure: 'trailing12', cuts: ['50000'] },
      { measure: 'maturity', cuts: ['50'] },
    ],
    cells: [
      ['run-rate', 'core'],
      ['growth', 'strategic'],
    ],
  },
  table: {
    kind: 'table',
    tiers,
    measures,
    rows: [
      { when: [{ measure: 'trailing12', atLeast: '90000' }], tier: 'strategic' },
      { when: [{ measure: 'trailing12', atLeast: '50000' }], tier: 'growth' },
      { when: [{ measure: 'trailing12', atLeast: '20000' }], tier: 'core' },
      { tier: 'run-rate' },
    ],
  },
};

/** What an account costs in each kind of policy, set against bands: recorded runs, on a copy of the portfolio. */
export const kinds: Topic = {
  key: 'kinds',
  scales: false,
  async open({ bed, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const instance = await bed.instance(await portfolios.copyOf(accounts, 'bench_kinds'));
    await instance.start();
    await take(instance, 'facts', maturityCsv(accounts));
    for (const [kind, document] of Object.entries(others)) {
      await openScheme(instance, kind, document);
      await openScheme(instance, besides(kind), bands);
    }
    await settled(instance);
    const next = nextDays();
    const run = async (scheme: string): Promise<Sample> => {
      await settled(instance);
      const { seconds } = await assess(instance, scheme, next(scheme));
      return { units: accounts, seconds };
    };
    return Object.keys(others).map((kind) => figureOf(kind, accounts, run, instance));
  },
};

const figureOf = (
  kind: string,
  accounts: number,
  run: (scheme: string) => Promise<Sample>,
  instance: Instance,
): Prepared => ({
  name: `evaluation by ${kind} of ${accounts.toLocaleString('en')} accounts`,
  against: 'the same by bands',
  goal: withinTimes(1.5),
  unit: 'accounts/s',
  raw: () => run(besides(kind)),
  ours: () => run(kind),
  warm: async () => [await run(besides(kind)), await run(kind)],
  close: () => settled(instance),
});

/** Bands with as many days behind them as the other kind has: the longer a history, the more a run has to read. */
const besides = (kind: string): string => `bands-beside-${kind}`;

/** Each run of a scheme has a day of its own. */
const nextDays = () => {
  const runs = new Map<string, number>();
  return (scheme: string) => {
    const days = (runs.get(scheme) ?? 0) + 1;
    runs.set(scheme, days);
    return day(dayAfterFirst(days));
  };
};
