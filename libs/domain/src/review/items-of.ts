import { compareDecimals, type Decimal, decimal } from '#libs/kernel';
import { type ExceptionKind, exceptionKinds } from '../pack/exceptions-section';
import { isMeasured } from '../pack/not-measured';
import type { Pack } from '../pack/pack';
import { ExternalId, OverrideId } from '../vocabulary';
import {
  exceptionWords,
  type Finding,
  findingOf,
  gravest,
  ofMove,
  ofOverride,
  ofRestatement,
} from './item-rules';
import { type ItemKind, type ReviewItem, risks, sameItem } from './review-item';

type Unranked = Omit<ReviewItem, 'n'>;
type About = Pick<ReviewItem, 'kind' | 'externalId' | 'name' | 'overrideId'>;
type Found = readonly [About, readonly Finding[]];

/**
 * What there is to decide in a pack: an item for each account that went up, went down or was restated, for each
 * override that stands, and for each account with an exception; those that were put off a quarter ago are among
 * them. Ranked by risk, then by revenue; the same pack gives the same items.
 */
export const itemsOf = (pack: Pack, putOff: PutOff = noneWasPutOff): ReviewItem[] => {
  const arrs = arrsOf(pack);
  const items = new Map<string, { about: About; findings: Finding[] }>();
  for (const [about, findings] of foundIn(pack)) {
    const known = items.get(sameItem(about));
    if (known) known.findings.push(...findings);
    else items.set(sameItem(about), { about, findings: [...findings] });
  }
  const made = [...items.values()].map(({ about, findings }) => itemOf(about, findings, arrs));
  return ranked(withPutOff(made, putOff)).map((item, index) => ({ n: index + 1, ...item }));
};

/** The items that the review of the quarter before has put off. */
export interface PutOff {
  readonly quarter: string;
  readonly items: readonly ReviewItem[];
}

const noneWasPutOff: PutOff = { quarter: '', items: [] };

/** Every override that a pack names, wherever: among the overrides, as what moved or restated a tier, or as an exception. */
export const overridesIn = ({ sections }: Pack): OverrideId[] => {
  const { overrides, promotions, demotions, restatements, exceptions } = sections;
  const found = exceptionKinds.flatMap((kind) => {
    const section = exceptions[kind];
    return isMeasured(section) ? section.found : [];
  });
  const named = [
    ...[overrides.overrides, promotions.moves, demotions.moves, restatements.rows].flat(),
    ...found,
  ].flatMap(({ overrideId }) => (overrideId === null ? [] : OverrideId.parse(overrideId)));
  return [...new Set(named)];
};

const foundIn = (pack: Pack): Found[] => [
  ...movesIn(pack, 'PROMOTION'),
  ...movesIn(pack, 'DEMOTION'),
  ...pack.sections.restatements.rows.map((row): Found => [
    about('RESTATEMENT', row, row.overrideId),
    [ofRestatement(row)],
  ]),
  ...standingOverridesIn(pack),
  ...exceptionsIn(pack),
];

const movesIn = ({ sections }: Pack, kind: 'PROMOTION' | 'DEMOTION'): Found[] =>
  (kind === 'PROMOTION' ? sections.promotions : sections.demotions).moves.map((move) => [
    about(kind, move, move.overrideId),
    ofMove(kind, move),
  ]);

/** What has ended is told in the pack, and there is nothing left to decide of it. */
const standingOverridesIn = ({ sections: { overrides } }: Pack): Found[] => {
  const isExpiring = new Set(overrides.expiring);
  const isEmergency = new Set(overrides.emergency);
  const looked = new Set([
    ...overrides.active,
    ...overrides.expiring,
    ...overrides.emergency,
    ...overrides.basisDrift,
  ]);
  return overrides.overrides
    .filter(({ overrideId }) => looked.has(overrideId))
    .map((one) => [
      about('OVERRIDE', one, one.overrideId),
      ofOverride(one, {
        isExpiring: isExpiring.has(one.overrideId),
        isEmergency: isEmergency.has(one.overrideId),
      }),
    ]);
};

/** A jump is a reason of the move itself, where the pack has it among the moves. */
const exceptionsIn = ({ sections: { exceptions, promotions, demotions } }: Pack): Found[] => {
  const moved = new Set([...promotions.moves, ...demotions.moves].map(({ externalId }) => externalId));
  return exceptionKinds.flatMap((kind) => {
    const section = exceptions[kind];
    if (!isMeasured(section)) return [];
    return section.found
      .filter(({ externalId }) => kind !== 'JUMP_2' || externalId === null || !moved.has(externalId))
      .map((one): Found => [about('EXCEPTION', one, one.overrideId), [findingOf(wordOf(kind), one.inWords)]]);
  });
};

const wordOf = (kind: ExceptionKind) => [kind, ...exceptionWords[kind]] as const;

const about = (
  kind: ItemKind,
  { externalId, name }: { readonly externalId: string | null; readonly name: string | null },
  overrideId: string | null = null,
): About => ({
  kind,
  externalId: externalId === null ? null : ExternalId.parse(externalId),
  name,
  overrideId: overrideId === null ? null : OverrideId.parse(overrideId),
});

const arrsOf = ({ sections: { promotions, demotions, overrides } }: Pack): ReadonlyMap<string, Decimal> =>
  new Map(
    [...overrides.overrides, ...promotions.moves, ...demotions.moves].map(({ externalId, arr }) => [
      externalId,
      arr,
    ]),
  );

const itemOf = (about: About, findings: readonly Finding[], arrs: ReadonlyMap<string, Decimal>): Unranked => {
  const { risk, suggested } = gravest(findings);
  const arr = arrs.get(about.externalId ?? '') ?? decimal('0');
  return {
    ...about,
    reasons: findings.map(({ reason }) => reason),
    risk,
    arr,
    suggested,
    deferredFrom: null,
  };
};

/** What was put off comes up again, whether or not this quarter's pack has found it. */
const withPutOff = (made: readonly Unranked[], { quarter, items }: PutOff): Unranked[] => {
  const before = new Map(items.map((item) => [sameItem(item), item]));
  const waited = (item: Unranked): Unranked => ({ ...item, deferredFrom: quarter });
  const found = made.map((item) => (before.delete(sameItem(item)) ? waited(item) : item));
  return [...found, ...[...before.values()].map(({ n: _, ...item }) => waited(item))];
};

const ranked = (items: readonly Unranked[]): Unranked[] =>
  [...items].sort(
    (a, b) =>
      risks.indexOf(a.risk) - risks.indexOf(b.risk) ||
      compareDecimals(b.arr, a.arr) ||
      byCode(sameItem(a), sameItem(b)),
  );

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
