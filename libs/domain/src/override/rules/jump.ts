import { z } from 'zod';
import { Day } from '#libs/kernel';
import type { Judge } from '../../policy/judge/judge';
import type { TierCode } from '../../vocabulary';
import type { Basis } from '../basis';
import type { OverrideKind, Wanted } from '../override-type';

/** How far an override goes from what is computed, where it goes farthest. */
export const Jump = z.object({
  distance: z.int().min(0),
  /** Null where there is no order, or nothing moves. */
  direction: z.enum(['up', 'down']).nullable(),
  /** The first day of the greatest distance; null where none is computed. */
  on: Day.nullable(),
});
export type Jump = z.infer<typeof Jump>;

type Step = Omit<Jump, 'on'>;
const none: Step = { distance: 0, direction: null };

/** From one tier to another. Out of no tier it is as far as from under the lowest, or across every axis. */
const stepBetween = (judge: Judge, computed: TierCode | null, tier: TierCode): Step => {
  if (computed === tier) return none;
  const place = judge.places.get(tier);
  if (place === undefined) return outOfReach(judge);
  const start = computed === null ? undefined : judge.places.get(computed);
  if (computed === null || start === undefined) return outOfNone(judge, place);
  const distance = judge.jump(computed, tier);
  if (judge.order !== 'ordinal') return { distance, direction: null };
  return { distance, direction: place > start ? 'up' : 'down' };
};

const outOfNone = ({ order }: Judge, place: number): Step =>
  order === 'ordinal'
    ? { distance: place + 1, direction: 'up' }
    : { distance: order === 'axes' ? 2 : 1, direction: null };

/** A tier that the policy does not have, or has no more, is nowhere near to any. */
const outOfReach = (judge: Judge): Step => ({
  distance: outOfNone(judge, judge.tiers.length - 1).distance,
  direction: null,
});

/** A bound moves in one direction only, and gives nobody a tier who has none. */
const bounded =
  (direction: 'up' | 'down') =>
  (judge: Judge, computed: TierCode | null, tier: TierCode): Step => {
    const step = computed === null ? none : stepBetween(judge, computed, tier);
    return step.direction === direction ? step : none;
  };

type StepOf = (judge: Judge, computed: TierCode | null, tier: TierCode) => Step;
const stepsOf: Partial<Record<OverrideKind, StepOf>> = {
  FLOOR: bounded('up'),
  CEILING: bounded('down'),
};

/** Out of the programme is down from every tier, and no step of a ladder; what is frozen stays where it is. */
const stepOf = (
  { kind, tier }: Pick<Wanted, 'kind' | 'tier'>,
  judge: Judge,
  computed: TierCode | null,
): Step => {
  if (tier !== null) return (stepsOf[kind] ?? stepBetween)(judge, computed, tier);
  return kind === 'EXCLUDE' ? { distance: 1, direction: 'down' } : none;
};

/** The greatest distance over the interval between what is computed and what is wanted; of equal ones the first. */
export const jumpOf = (
  wanted: Pick<Wanted, 'kind' | 'tier'>,
  computed: Basis['computed'],
  judge: Judge,
): Jump => {
  const [first, ...others] = computed.map((one) => ({ ...stepOf(wanted, judge, one.tier), on: one.from }));
  if (!first) return { ...stepOf(wanted, judge, null), on: null };
  return others.reduce((most, one) => (one.distance > most.distance ? one : most), first);
};

/** How far what is computed has come away from a tier that is frozen: 2 or more is `FREEZE_DRIFT`. */
export const freezeDrift = (held: TierCode | null, computed: Basis['computed'], judge: Judge): number =>
  held === null ? 0 : Math.max(0, ...computed.map((one) => stepBetween(judge, one.tier, held).distance));
