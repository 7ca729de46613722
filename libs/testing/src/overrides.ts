import {
  type Assessment,
  type Basis,
  basisHash,
  type ComputedSegment,
  computedOver,
  Evidence,
  ExternalId,
  override,
  type OverrideCommand,
  type OverrideEvent,
  OverrideId,
  type OverrideType,
  PersonId,
  PolicyDocument,
  SchemeCode,
  Seat,
  type StandingOverride,
  TierCode,
  View,
} from '#libs/domain';
import { calendarYear, day, decimal, isRefusal, overlaps } from '#libs/kernel';
import { asStored } from './given';

/** The timeline that stories of overrides are about. */
export const acme = {
  scheme: SchemeCode.parse('contract-value'),
  view: View.parse('ACCOUNT'),
  externalId: ExternalId.parse('ACME'),
};

/** Three tiers in one order, T1 the best. */
export const ladder = PolicyDocument.parse({
  kind: 'bands',
  tiers: [
    { code: 'T1', rank: 3 },
    { code: 'T2', rank: 2 },
    { code: 'T3', rank: 1 },
  ],
  measures: { acv: { fact: 'acv' } },
  boundaries: [
    { tier: 'T1', measure: 'acv', at: '1000000', inclusive: true },
    { tier: 'T2', measure: 'acv', at: '250000', inclusive: true },
  ],
});

/** The ladder under other rules of overrides. */
export const ladderWith = (overrides: object) => PolicyDocument.parse({ ...ladder, overrides });

/** Tiers without an order. */
export const kinds = PolicyDocument.parse({
  kind: 'table',
  tiers: [{ code: 'T1' }, { code: 'T2' }, { code: 'T3' }],
  measures: { acv: { fact: 'acv' } },
  rows: [{ tier: 'T1' }],
});

/** Two axes of two bands each. */
export const field = PolicyDocument.parse({
  kind: 'matrix',
  tiers: [{ code: 'BOTH' }, { code: 'BIG' }, { code: 'KEEN' }, { code: 'NONE' }],
  measures: { size: { fact: 'size' }, intent: { fact: 'intent' } },
  axes: [
    { measure: 'size', cuts: ['10'] },
    { measure: 'intent', cuts: ['10'] },
  ],
  cells: [
    ['NONE', 'KEEN'],
    ['BIG', 'BOTH'],
  ],
});

const tierOrNone = (word: string): TierCode | null => (word === '-' ? null : TierCode.parse(word));
const dayOrOpen = (word: string | undefined) => (word === undefined ? null : day(word));

/** `'T3 2025-01-10'`, one after another, the last one open: a computed timeline; `-` is UNTIERED. */
export const segments = (...texts: string[]): ComputedSegment[] =>
  texts.map((text, index) => {
    const [tier, from] = text.split(' ') as [string, string];
    return {
      from: day(from),
      until: dayOrOpen(texts[index + 1]?.split(' ')[1]),
      computed: tierOrNone(tier),
    };
  });

/** `'PIN T1 2025-04-05 2025-07-01'`; `-` where no tier is named, no last day where there is none. */
export const wanted = (text: string) => {
  const [kind, tier, from, until] = text.split(' ') as [OverrideType, string, string, string | undefined];
  return { kind, tier: tierOrNone(tier), from: day(from), until: dayOrOpen(until) };
};

/** The id of the nth override of a story. */
export const nth = (n: number) => OverrideId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

/** The nth override, as it stands on its days. */
export const standing = (n: number, text: string): StandingOverride => {
  const { kind, ...rest } = wanted(text);
  return { overrideId: nth(n), ...rest, kind: kind };
};

export const person = (name: string) => PersonId.parse(name);

/** The nth piece of evidence. */
export const evidence = (n: number) =>
  Evidence.parse({ sha256: n.toString(16).padStart(64, '0'), name: `letter-${n}.pdf` });

/** What overrides of a story stand upon: the computed timeline over their days, and the figures of the route. */
export const basisOf = (over: string, computed: readonly string[], more: Partial<Basis> = {}) => {
  const basis: Basis = {
    computed: computedOver(wanted(over), segments(...computed)),
    policyVersion: 1,
    arr: decimal('100000'),
    renewalOn: null,
    inputs: { acv: '100000' },
    ...more,
  };
  return { basis, basisHash: basisHash(basis, (text) => text) };
};

/** What the server knows when nothing in the story says otherwise: an account at T3, of a small ARR. */
export const groundOf = (
  over: string,
  today: string,
  computed = ['T3 2025-01-10'],
  more: Partial<Basis> = {},
) => ({
  today: day(today),
  calendar: calendarYear,
  document: ladder,
  openSince: null,
  ...basisOf(over, computed, more),
});

/** The events that these commands lead to, one after another; a story cannot begin with a refusal. */
export const historyOf = (...commands: readonly OverrideCommand[]): OverrideEvent[] => {
  let state = override.initialState();
  return commands.flatMap((command) => {
    const outcome = override.decide(command, state);
    if (isRefusal(outcome)) throw new Error(`${outcome.code}: ${outcome.message}`);
    state = outcome.map(asStored(override.events)).reduce(override.evolve, state);
    return [...outcome];
  });
};

/** Of a story: the seat that asks. */
export const seat = Seat.parse('emea');

/** An assessment of a day of which only the tier matters. */
export const assessed = (
  on: string,
  computed: string,
  outcome: Assessment['outcome'] = 'REAFFIRMED',
): Assessment => ({
  day: day(on),
  kind: 'scheduled',
  policyVersion: 1,
  inputs: [],
  indicated: tierOrNone(computed),
  computed: tierOrNone(computed),
  heldSince: null,
  watch: null,
  outcome,
  reasons: [],
});

const giving = (one: StandingOverride): string =>
  one.kind === 'FREEZE' ? 'PIN' : one.kind === 'PIN' || one.kind === 'EMERGENCY' ? one.kind : one.overrideId;

/** Whether each two of some overrides that meet on a day may; T1 is over T2, and that over T3. */
export const fitTogether = (all: readonly StandingOverride[]): boolean =>
  all.every((one) =>
    all
      .filter((other) => other !== one && overlaps(one, other))
      .every(
        (other) =>
          giving(one) !== giving(other) &&
          !(one.kind === 'FLOOR' && other.kind === 'CEILING' && one.tier! < other.tier!),
      ),
  );
