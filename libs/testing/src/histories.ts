import {
  type AccountEvent,
  AccountChanged,
  AccountOnboarded,
  FactCorrected,
  FactRetracted,
  FactsRecorded,
  type PlacementEvent,
  RevenueRecorded,
} from '#libs/domain';
import { type Event, addDays, day, type Day } from '#libs/kernel';
import fc from 'fast-check';
import { placementOf } from './placements';

const firstDay = day('2025-01-01');
const onDay = fc.integer({ min: 0, max: 40 }).map((days) => addDays(firstDay, days * 7));
const tier = fc.constantFrom('T1', 'T2', 'T3', null);

/** What a placement may come to say, whatever led there: the views must bear all of it. */
type Saying =
  | {
      readonly say: 'assess';
      readonly tier: string | null;
      readonly indicated: string | null;
      readonly in: number;
    }
  | { readonly say: 'restate'; readonly from: Day; readonly opened: Day; readonly tiers: (string | null)[] }
  | { readonly say: 'close' };

const saying: fc.Arbitrary<Saying> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      say: fc.constant('assess' as const),
      tier,
      indicated: tier,
      in: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      say: fc.constant('restate' as const),
      from: onDay,
      opened: onDay,
      tiers: fc.array(tier, { maxLength: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ say: 'close' as const }) },
);

/** The history of one placement: opened, assessed, restated, closed and opened again. */
export const placementHistory = (externalId: string): fc.Arbitrary<PlacementEvent[]> =>
  fc
    .tuple(onDay, fc.array(saying, { maxLength: 12 }))
    .map(([opened, sayings]) => told(externalId, opened, sayings));

const told = (externalId: string, firstOpened: Day, sayings: readonly Saying[]): PlacementEvent[] => {
  const of = placementOf(externalId);
  const events: PlacementEvent[] = [of.opened(firstOpened)];
  let [opened, last]: [Day | null, Day] = [firstOpened, firstOpened];
  for (const saying of sayings) {
    if (opened === null) {
      events.push(of.opened(firstOpened));
      [opened, last] = [firstOpened, firstOpened];
    }
    if (saying.say === 'assess') {
      last = addDays(last, saying.in);
      events.push(of.reaffirmed(saying.tier as string, last, saying.indicated));
    } else if (saying.say === 'close') {
      events.push(of.closed());
      opened = null;
    } else {
      const moved = saying.opened !== opened && saying.tiers.length % 2 === 0;
      const newly: Day = moved ? saying.opened : opened;
      const from: Day = moved ? earlier(newly, opened) : later(saying.from, opened);
      const start = later(from, newly);
      const assessments = saying.tiers.map((one, index) => [addDays(start, index * 10), one] as const);
      events.push(of.restated(from, assessments, { opened: newly }));
      last = assessments.length > 0 ? assessments.at(-1)![0] : later(start, last);
      opened = newly;
    }
  }
  return events;
};

const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** Some facts speak of a service line, which each keeps. */
const lineOf = (which: number) => (which < 3 ? {} : { serviceLine: which === 4 ? 'support' : 'hosting' });

/** The history of one account: facts recorded, corrected, retracted and brought back; the profile changed. */
export const accountHistory = (externalId: string): fc.Arbitrary<AccountEvent[]> =>
  fc
    .array(
      fc.record({
        what: fc.integer({ min: 0, max: 5 }),
        which: fc.nat(5),
        on: onDay,
        value: fc.integer({ min: -500, max: 5000 }),
      }),
      {
        maxLength: 14,
      },
    )
    .map((steps) => {
      const profile = {
        name: externalId,
        onboardedOn: null,
        ownerSeat: null,
        parentExternalId: null,
        attributes: {},
      };
      const events: Event[] = [AccountOnboarded({ externalId, profile } as never)];
      const said = new Map<string, { value: string; day: Day; standing: boolean }>();
      steps.forEach(({ what, which, on, value }, step) => {
        const kind = which % 2 === 0 ? ('input' as const) : ('revenue' as const);
        const factId = `${kind}-${which}`;
        const before = said.get(factId);
        const after = { value: `${value}.25`, day: on };
        const common = {
          externalId,
          factId,
          kind,
          measure: kind === 'input' ? 'acv' : null,
          retroKind: 'ERROR_CORRECTION',
          reason: 'r',
        };
        if (what === 5)
          return void events.push(
            AccountChanged({
              externalId,
              before: profile,
              after: { ...profile, name: `${externalId} ${step}` },
            } as never),
          );
        if (!before) {
          const fact =
            kind === 'input'
              ? FactsRecorded({
                  externalId,
                  facts: [{ factId, measure: 'acv', value: after.value, validFrom: on, ...lineOf(which) }],
                } as never)
              : RevenueRecorded({
                  externalId,
                  facts: [
                    {
                      ...{ factId, occurredOn: on, amount: after.value, currency: 'EUR', kind: 'invoice' },
                      ...lineOf(which),
                    },
                  ],
                } as never);
          said.set(factId, { ...after, standing: true });
          return void events.push(fact);
        }
        const saying = { value: before.value, day: before.day };
        if (what >= 3 && before.standing) {
          before.standing = false;
          return void events.push(FactRetracted({ ...common, before: saying } as never));
        }
        said.set(factId, { ...after, standing: true });
        events.push(FactCorrected({ ...common, before: saying, after } as never));
      });
      return events as AccountEvent[];
    });

/** Many histories as one log: each keeps its own order, and they come in between each other. */
export const interleaved = (histories: readonly (readonly Event[])[], seed: number): Event[] => {
  const left = histories.map((events) => [...events]);
  const log: Event[] = [];
  let chance = seed >>> 0;
  const alive = left.filter((events) => events.length > 0);
  while (alive.length > 0) {
    chance = (Math.imul(chance, 1664525) + 1013904223) >>> 0;
    const pick = chance % alive.length;
    log.push(alive[pick]!.shift()!);
    if (alive[pick]!.length === 0) alive.splice(pick, 1);
  }
  return log;
};
