import {
  addDays,
  type Day,
  type Decimal,
  decimal,
  type FiscalQuarter,
  type Pausing,
  pausingEach,
  pausingFlatMap,
  quarterOf,
} from '#libs/kernel';
import { policyOn } from '../placement/due-days';
import type { SchemeKnowledge } from '../placement/knowledge';
import { scheme as aScheme, type Scheme } from '../scheme/scheme';
import { schemeKnowledge } from '../scheme/scheme-knowledge';
import { type Ladder, type Ladders, laddersOf } from './ladders';
import { type OverrideTold, overridesTold } from './overrides-told';
import type { PackDecision, PackInputs } from './pack-inputs';
import { byAccount, type Change, changesIn, type Segments } from './segments';

/** What the sections of a pack are made of, worked out of its inputs once for all of them. */
export interface Scene {
  readonly inputs: PackInputs;
  readonly scheme: Scheme;
  readonly plan: SchemeKnowledge;
  readonly segments: Segments;
  readonly ladders: Ladders;
  /** That of the policy in force on the closing day. */
  readonly ladder: Ladder | undefined;
  /** The changes of the quarter, in the order of day and account. */
  readonly changes: readonly Change[];
  /** Overrides of the scope and view, in the order in which they were asked for. */
  readonly overrides: readonly OverrideTold[];
  /** The quarter before, and the one behind. */
  readonly previous: FiscalQuarter;
  readonly next: FiscalQuarter;
  readonly nameOf: (externalId: string) => string;
  /** On the closing day; what is unknown counts as 0. */
  readonly arrOf: (externalId: string) => Decimal;
  readonly decisionOf: (decisionId: string | null) => PackDecision | undefined;
  readonly kindOf: (overrideId: string) => string;
}

const none = decimal('0');

export function* sceneOf(inputs: PackInputs): Pausing<Scene> {
  const { coordinates, settings, accounts } = inputs;
  const { opening, closing } = coordinates;
  const scheme = inputs.scheme.reduce((state, event) => aScheme.evolve(state, event), aScheme.initialState());
  const plan = schemeKnowledge(scheme);
  const ladders = laddersOf(scheme);
  const segments = yield* byAccount(inputs.segments);
  const names = new Map<string, string>();
  yield* pausingEach(accounts, ({ externalId, name }) => names.set(externalId, name));
  const decisions = new Map<string, PackDecision>();
  yield* pausingEach(inputs.decisions, (decision) => decisions.set(decision.decisionId, decision));
  const overrides = overridesTold(inputs, (externalId) => names.has(externalId));
  const kinds = new Map(overrides.map(({ life }) => [life.overrideId as string, phraseOf(life)]));
  return {
    inputs,
    scheme,
    plan,
    segments,
    ladders,
    ladder: ladders.of(policyOn(plan, closing)?.version ?? null),
    changes: yield* changesWithin(segments, { after: opening, to: closing }, ladders),
    overrides,
    previous: quarterOf(addDays(opening, -1), settings.fiscalCalendar),
    next: quarterOf(closing, settings.fiscalCalendar),
    nameOf: (externalId) => names.get(externalId) ?? externalId,
    arrOf: (externalId) => inputs.arr.of.get(externalId)?.closing ?? none,
    decisionOf: (decisionId) => (decisionId === null ? undefined : decisions.get(decisionId)),
    kindOf: (overrideId) => kinds.get(overrideId) ?? overrideId,
  };
}

const phraseOf = ({ kind, tier, overrideId }: OverrideTold['life']): string =>
  `${kind}${tier === null ? '' : ` to ${tier}`} (${overrideId})`;

/** The changes of all accounts between two days, in the order of day and account. */
function* changesWithin(
  segments: Segments,
  days: { readonly after: Day; readonly to: Day },
  ladders: Ladders,
): Pausing<Change[]> {
  const changes = yield* pausingFlatMap(segments.values(), (rows) => changesIn(rows, days, ladders));
  const ofDays = new Map<Day, Change[]>();
  for (const change of changes) {
    const ofDay = ofDays.get(change.day);
    if (ofDay) ofDay.push(change);
    else ofDays.set(change.day, [change]);
  }
  // Day by day, since accounts come in order as it is: what is in order is sorted in no time.
  return yield* pausingFlatMap([...ofDays.keys()].sort(), (day) =>
    ofDays.get(day)!.sort((a, b) => inOrder(a.externalId, b.externalId)),
  );
}

export const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
