import { type OverrideId, overrideRulesOf, type Seat } from '#libs/domain';
import { addDays, decimal, quarterOf } from '#libs/kernel';
import type { GroundKnown } from '../grounds';
import type { UnitWanted } from './quota-unit';
import type { OfOneTimeline } from '../timelines';

interface Asked extends OfOneTimeline {
  readonly overrideId: OverrideId;
  readonly renews?: OverrideId | undefined;
}

/** The unit of a quota that a request takes. */
export const unitOf = (
  { scheme, overrideId, renews }: Asked,
  { today, calendar, document, basis }: Pick<GroundKnown, 'today' | 'calendar' | 'document' | 'basis'>,
  seat: Seat,
): UnitWanted => ({
  scheme,
  quarter: quarterOf(today, calendar).label,
  seat,
  overrideId,
  kind: renews ? 'renewal' : 'request',
  arr: basis.arr ?? decimal('0'),
  lapsesOn: addDays(today, overrideRulesOf(document).approvalWithinDays),
  today,
  document,
});
