import fc from 'fast-check';
import { addDays, type Day, day, decimal, isRefusal, latest } from '#libs/kernel';
import { asStored } from '../../../testing/src/given';
import { law } from '../../../testing/src/laws';
import { OverrideId, SchemeCode, Seat } from '../vocabulary';
import { quota, type Quota, type QuotaCommand } from './quota';
import type { QuotaEvent } from './quota.events';
import type { QuotaLimits } from './quota-limits';

const start = day('2025-04-01');
const days = fc.integer({ min: 0, max: 20 }).map((offset) => addDays(start, offset));
const key = { scheme: SchemeCode.parse('cv'), quarter: '2025-Q2', seat: Seat.parse('emea') };
const ids = fc
  .integer({ min: 1, max: 8 })
  .map((n) => OverrideId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`));
const amounts = fc.integer({ min: 0, max: 4 }).map((n) => decimal(String(n * 50)));
const limits: fc.Arbitrary<QuotaLimits> = fc.record({
  count: fc.option(fc.integer({ min: 0, max: 4 })),
  percentOfBook: fc.option(fc.integer({ min: 2, max: 4 })),
  arrCap: fc.option(amounts),
});

const commandsUnder = (ofSeat: QuotaLimits): fc.Arbitrary<QuotaCommand> =>
  fc.record({ overrideId: ids, today: days }).chain((of) =>
    fc
      .oneof(
        fc.record({
          type: fc.constant('ReserveQuota' as const),
          kind: fc.constantFrom('request', 'request', 'renewal', 'emergency', 'correction'),
          arr: amounts,
          lapsesOn: fc.integer({ min: 0, max: 6 }).map((within) => addDays(of.today, within)),
        }),
        fc.record({ type: fc.constant('ConsumeQuota' as const) }),
        fc.record({
          type: fc.constant('ReleaseQuota' as const),
          why: fc.constantFrom('REJECTED', 'WITHDRAWN', 'LAPSED'),
        }),
      )
      .map((asked) => ({ ...key, ...of, limits: ofSeat, ...asked }) as QuotaCommand),
  );

/** A request that reads the quota, and writes after others have: then the store lets it read again. */
interface Asked {
  readonly command: QuotaCommand;
  readonly behind: number;
}
const inTime = (asked: readonly Asked[]) =>
  [...asked].sort((a, b) => (a.command.today < b.command.today ? -1 : 1));

/** Mostly day by day, now and then in any order. */
const races = limits.chain((ofSeat) =>
  fc
    .record({
      asked: fc.array(fc.record({ command: commandsUnder(ofSeat), behind: fc.nat(3) }), { maxLength: 40 }),
      isSorted: fc.constantFrom(true, true, false),
    })
    .map(({ asked, isSorted }) => ({ limits: ofSeat, asked: isSorted ? inTime(asked) : asked })),
);

const after = (state: Quota, events: readonly QuotaEvent[]): Quota =>
  events.map(asStored(quota.events)).reduce(quota.evolve, state);

/** Everything that is recorded when the requests come in this order, each having read so far behind the others. */
const recorded = (asked: readonly Asked[]): QuotaEvent[][] => {
  const states = [quota.initialState()];
  const appends: QuotaEvent[][] = [];
  for (const { command, behind } of asked) {
    const seen = Math.max(0, states.length - 1 - behind);
    const first = quota.decide(command, states[seen]!);
    const isLate = seen < states.length - 1;
    const outcome = isLate || isRefusal(first) ? quota.decide(command, states.at(-1)!) : first;
    if (isRefusal(outcome) || outcome.length === 0) continue;
    appends.push([...outcome]);
    states.push(after(states.at(-1)!, outcome));
  }
  return appends;
};

/** What counts, told from the events alone. */
class Tally {
  private readonly kept = new Map<string, { until: Day | null; arr: number; exceeds: boolean }>();
  private today = start;

  add({ type, data }: QuotaEvent): void {
    const entry = this.kept.get(data.overrideId);
    if (type === 'QuotaReserved') {
      const { arr, lapsesOn, exceeds = false } = data;
      this.kept.set(data.overrideId, { until: addDays(lapsesOn, 1), arr: Number(arr), exceeds });
      this.today = latest(this.today, data.reservedOn);
    } else if (type === 'QuotaConsumed') {
      this.kept.set(data.overrideId, { ...entry!, until: null });
      this.today = latest(this.today, data.consumedOn);
    } else this.kept.delete(data.overrideId);
  }

  /** Without what goes over the limit, and says so. */
  get counting() {
    const all = [...this.kept.values()].filter(({ until }) => until === null || this.today < until);
    return { within: all.filter(({ exceeds }) => !exceeds), over: all.filter(({ exceeds }) => exceeds) };
  }
}

const most = ({ count, percentOfBook }: QuotaLimits) =>
  Math.min(count ?? Infinity, percentOfBook ?? Infinity);

describe('the laws of a quota', () => {
  law(
    'reserved and consumed are never over the limit, whoever asks at the same moment; one emergency may be, and says so',
    fc.property(races, ({ limits: ofSeat, asked }) => {
      const tally = new Tally();
      for (const events of recorded(asked)) {
        events.forEach((one) => tally.add(one));
        const { within, over } = tally.counting;
        expect(within.length).toBeLessThanOrEqual(most(ofSeat));
        expect(over.length).toBeLessThanOrEqual(1);
        const arr = within.reduce((sum, one) => sum + one.arr, 0);
        expect(arr).toBeLessThanOrEqual(ofSeat.arrCap === null ? Infinity : Number(ofSeat.arrCap));
      }
    }),
  );

  law(
    'of any number of requests for what is left, exactly so many win',
    fc.property(fc.integer({ min: 0, max: 6 }), fc.array(fc.nat(8), { maxLength: 8 }), (count, lags) => {
      const asked = lags.map((behind, n) => ({
        behind,
        command: {
          ...key,
          type: 'ReserveQuota' as const,
          overrideId: OverrideId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
          kind: 'request' as const,
          arr: decimal('1'),
          lapsesOn: addDays(start, 5),
          limits: { count, percentOfBook: null, arrCap: null },
          today: start,
        },
      }));
      expect(recorded(asked)).toHaveLength(Math.min(count, lags.length));
    }),
  );

  law(
    'any command twice is nothing the second time, or the same refusal',
    fc.property(races, ({ asked }) => {
      let state = quota.initialState();
      for (const { command } of inTime(asked)) {
        const outcome = quota.decide(command, state);
        if (!isRefusal(outcome)) state = after(state, outcome);
        expect(quota.decide(command, state)).toEqual(isRefusal(outcome) ? outcome : []);
      }
    }),
  );
});
