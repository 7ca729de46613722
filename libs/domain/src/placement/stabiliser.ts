import { type Day, daysBetween } from '#libs/kernel';
import type { CutPoints } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument, Stabiliser } from '../policy/policy-document';
import type { TierCode } from '../vocabulary';
import type { Assessment, Input, Watch } from './placement.events';

/** One assessment of an account that has a tier of the policy, at the moment when its move is weighed. */
export interface Moment {
  readonly document: PolicyDocument;
  readonly day: Day;
  readonly kind: Assessment['kind'];
  readonly inputs: readonly Input[];
  readonly cuts: CutPoints | null;
  readonly indicated: TierCode;
  readonly current: TierCode;
  readonly heldSince: Day;
  readonly watch: Watch | null;
  /** The first day of the timeline. */
  readonly opened: Day;
  /** The fact that sets the stabiliser aside, if one has come since the last evaluated assessment. */
  readonly bypass: Input | undefined;
  /** The fact that names the day of the next renewal. */
  readonly renewal: Input | undefined;
}

/** Where the account stands after the moment, and what shaped it. */
export interface Placed extends Pick<Assessment, 'computed' | 'heldSince' | 'watch' | 'outcome' | 'reasons'> {
  /** The facts beside the measures that shaped it. */
  readonly decidedBy: readonly Input[];
}

/** Weighs what the rules say against what keeps a tier from flapping. */
export const stabilise = (moment: Moment): Placed => {
  const { document, bypass, indicated, current } = moment;
  const { stabiliser } = document;
  if (indicated === current) return stay(moment, []);
  if (!stabiliser) return move(moment, indicated, []);
  if (bypass) return { ...move(moment, indicated, [`BYPASS:${bypass.measure}`]), decidedBy: [bypass] };
  const judge = judgeOf(document);
  const kept = judge.keep(moment.inputs, current, moment.cuts);
  if (judge.order !== 'ordinal')
    return kept === current ? stay(moment, ['DEAD_BAND']) : change(moment, stabiliser);
  const place = (tier: TierCode) => judge.places.get(tier)!;
  if (place(indicated) > place(current)) return promote(moment, stabiliser);
  return place(kept) >= place(current) ? stay(moment, ['DEAD_BAND']) : demote(moment, stabiliser);
};

const promote = (moment: Moment, stabiliser: Stabiliser): Placed =>
  confirm(moment, 'promotion', stabiliser.promotionConfirmations, tenure(moment, stabiliser), () =>
    move(moment, moment.indicated, []),
  );

const demote = (moment: Moment, stabiliser: Stabiliser): Placed => {
  const { tiers, places } = judgeOf(moment.document);
  const to = places.get(moment.indicated)!;
  const limit = places.get(moment.current)! - stabiliser.maxDemotionStep;
  const shields = [
    ...tenure(moment, stabiliser),
    ...renewalShield(moment, stabiliser),
    ...onboardingGrace(moment, stabiliser),
  ];
  const confirmed = () => move(moment, tiers[Math.max(to, limit)]!, to < limit ? ['STEP_LIMIT'] : []);
  return confirm(moment, 'demotion', stabiliser.demotionConfirmations, shields, confirmed);
};

/** Where tiers have no order, nobody can say that a change is no loss: it is confirmed as a demotion is. */
const change = (moment: Moment, stabiliser: Stabiliser): Placed =>
  confirm(moment, 'change', stabiliser.demotionConfirmations, tenure(moment, stabiliser), () =>
    move(moment, moment.indicated, []),
  );

/** A reason that holds a confirmed move back, with the fact that gives it, if it takes one. */
interface Shield {
  readonly reason: string;
  readonly fact?: Input;
}

const tenure = ({ heldSince, day }: Moment, { minTenureDays }: Stabiliser): Shield[] =>
  daysBetween(heldSince, day) < minTenureDays ? [{ reason: 'TENURE' }] : [];

const onboardingGrace = ({ opened, day }: Moment, { onboardingGraceDays }: Stabiliser): Shield[] =>
  daysBetween(opened, day) < onboardingGraceDays ? [{ reason: 'ONBOARDING_GRACE' }] : [];

/** Before the renewal, not on its day: from then on the shield is down. */
const renewalShield = ({ renewal, day }: Moment, { renewalShieldDays }: Stabiliser): Shield[] => {
  if (!renewal) return [];
  const left = daysBetween(day, renewal.value as Day);
  return left > 0 && left <= renewalShieldDays ? [{ reason: 'RENEWAL_SHIELD', fact: renewal }] : [];
};

/**
 * Counts towards a move, and makes it when it is confirmed and no shield is up. Scheduled assessments count; an
 * unscheduled one may open a watch but never confirm one. What needs one confirmation alone needs no watch.
 */
const confirm = (
  moment: Moment,
  direction: Watch['direction'],
  needed: number,
  shields: readonly Shield[],
  confirmed: () => Placed,
): Placed => {
  const { kind, day } = moment;
  const watch = moment.watch?.direction === direction ? moment.watch : null;
  const seen = Math.min(needed, (watch?.seen ?? 0) + (kind === 'scheduled' ? 1 : 0));
  const isConfirmed = needed === 1 || (kind === 'scheduled' && seen === needed);
  if (isConfirmed && shields.length === 0) {
    const move = confirmed();
    return needed === 1 ? move : { ...move, reasons: ['CONFIRMED', ...move.reasons] };
  }
  const holding = isConfirmed ? shields : [];
  const reasons = [...(watch ? [] : ['WATCH_OPENED']), ...holding.map(({ reason }) => reason)];
  const goesOn = { direction, seen, needed, since: watch?.since ?? day };
  return { ...stay(moment, reasons, goesOn), decidedBy: holding.flatMap(({ fact }) => fact ?? []) };
};

/** The tier stays; a watch that does not go on is cleared. */
const stay = (moment: Moment, reasons: readonly string[], watch: Watch | null = null): Placed => {
  const cleared = moment.watch !== null && moment.watch.direction !== watch?.direction;
  return {
    computed: moment.current,
    heldSince: moment.heldSince,
    watch,
    outcome: 'REAFFIRMED',
    reasons: cleared ? [...reasons, 'WATCH_CLEARED'] : [...reasons],
    decidedBy: [],
  };
};

const move = ({ document, current, day }: Moment, to: TierCode, reasons: readonly string[]): Placed => {
  const judge = judgeOf(document);
  const { order, places } = judge;
  const isUp = order === 'ordinal' && places.get(to)! > places.get(current)!;
  return {
    computed: to,
    heldSince: day,
    watch: null,
    outcome: order !== 'ordinal' ? 'MOVED' : isUp ? 'PROMOTED' : 'DEMOTED',
    reasons: isUp && judge.jump(current, to) >= 2 ? [...reasons, 'JUMP_2'] : [...reasons],
    decidedBy: [],
  };
};
