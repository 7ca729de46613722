import type { IndicationKnown } from '#libs/views';
import type { Deal } from './due';

type Indicated = Pick<IndicationKnown, 'tier' | 'place'>;

/** How the tier that binds stands to the provisional one: over it, under it, or beside it where there is no order. */
export const differenceOf = (provisional: Indicated, binding: Indicated): Deal['difference'] => {
  if (provisional.tier === binding.tier) return 'none';
  if (provisional.place === null || binding.place === null) return 'other';
  return binding.place > provisional.place ? 'higher' : 'lower';
};
