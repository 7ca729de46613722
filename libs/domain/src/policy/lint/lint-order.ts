import { pointerTo } from '#libs/kernel';
import { error, type Finding } from './lint-finding';
import type { PolicyDocument } from '../policy-document';
import { isOrdinal } from '../tiers';

/** Findings on what only tiers that stand in one order can have: a lowest one, floors and ceilings. */
export const lintOrder = (document: PolicyDocument): Finding[] => {
  const ordered = isOrdinal(document);
  return [
    ...(document.missing === 'lowest' && !ordered ? [lowest] : []),
    ...overrideTypes(document, ordered),
  ];
};

const lowest = error(
  'LOWEST_WITHOUT_ORDER',
  '/missing',
  'These tiers have no order, so none is the lowest: say "hold".',
);

const types = ['PIN', 'FLOOR', 'CEILING', 'FREEZE', 'EXCLUDE'];
const ofAnOrder = { FLOOR: 'FLOOR_WITHOUT_ORDER', CEILING: 'CEILING_WITHOUT_ORDER' } as const;
const isOfAnOrder = (type: string): type is keyof typeof ofAnOrder => Object.hasOwn(ofAnOrder, type);

const overrideTypes = ({ overrides }: PolicyDocument, ordered: boolean): Finding[] => {
  if (!Object.hasOwn(overrides, 'types')) return [];
  const named = overrides['types'];
  if (!Array.isArray(named))
    return [error('OVERRIDE_TYPE_UNKNOWN', '/overrides/types', `This is a list of ${types.join(', ')}.`)];
  return named.flatMap((type: unknown, index) => {
    const pointer = pointerTo('overrides', 'types', index);
    if (typeof type !== 'string' || !types.includes(type))
      return [error('OVERRIDE_TYPE_UNKNOWN', pointer, `An override is one of ${types.join(', ')}.`)];
    if (ordered || !isOfAnOrder(type)) return [];
    const detail = `These tiers have no order, so nothing is over or under a ${type.toLowerCase()}; take it out.`;
    return [error(ofAnOrder[type], pointer, detail)];
  });
};
