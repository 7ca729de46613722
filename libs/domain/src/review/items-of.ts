import { type Decimal, decimal, inLastPlaces } from '#libs/kernel';
import type { Pack } from '../pack/pack';
import { OverrideId } from '../vocabulary';
import { type About, exceptionsFound, foundIn } from './found-in';
import { type Finding, gravest } from './item-rules';
import { type ReviewItem, risks, sameItem } from './review-item';

type Unranked = Omit<ReviewItem, 'n'>;

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
export const overridesIn = (pack: Pack): OverrideId[] => {
  const { overrides, promotions, demotions, restatements } = pack.sections;
  const named = [
    ...[overrides.overrides, promotions.moves, demotions.moves, restatements.rows].flat(),
    ...exceptionsFound(pack),
  ].flatMap(({ overrideId }) => (overrideId === null ? [] : OverrideId.parse(overrideId)));
  return [...new Set(named)];
};

const arrsOf = (pack: Pack): ReadonlyMap<string, Decimal> => {
  const { promotions, demotions, overrides, restatements } = pack.sections;
  const found = exceptionsFound(pack).flatMap(({ externalId, arr }) =>
    externalId === null ? [] : [{ externalId, arr }],
  );
  return new Map(
    [
      ...[...found, ...restatements.rows, ...restatements.corrected, ...overrides.overrides],
      ...[...promotions.moves, ...demotions.moves],
    ].map(({ externalId, arr }) => [externalId, arr]),
  );
};

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

/** What is compared is told of each item once, and not of two at every comparison. */
const ranked = (items: readonly Unranked[]): Unranked[] =>
  items
    .map((item) => ({
      item,
      risk: risks.indexOf(item.risk),
      arr: inLastPlaces(item.arr),
      about: sameItem(item),
    }))
    .sort((a, b) => a.risk - b.risk || (a.arr === b.arr ? byCode(a.about, b.about) : a.arr > b.arr ? -1 : 1))
    .map(({ item }) => item);

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
