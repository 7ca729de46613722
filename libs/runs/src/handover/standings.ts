import type { FollowTier, TierStanding, TierCode } from '#libs/domain';
import { addDays, type Day, day, firstDay } from '#libs/kernel';
import {
  type Known,
  mergedInto,
  type TierAnswer,
  type TierHistory,
  type TimelineKey,
  untiered,
} from '#libs/views';

export interface StandingsQuestion {
  readonly at: Known;
  readonly today: Day;
  /** Changes before this day are the past. */
  readonly horizon: Day;
}

/** A timeline walked back from today. */
interface Walk {
  readonly key: TimelineKey;
  readonly standings: TierStanding[];
  /** The day to be asked about next; null at the walk's end. */
  next: Day | null;
}

/**
 * Where accounts stand today, and where they stood before: back to a tier before the horizon that is another than
 * today's, or to their first day. All walks take a step together, so that it costs as many look-ups as the longest.
 */
export const standingsOf = async (
  tierHistory: TierHistory,
  keys: readonly TimelineKey[],
  { at, today, horizon }: StandingsQuestion,
): Promise<FollowTier['standings'][]> => {
  const walks = keys.map((key): Walk => ({ key, standings: [], next: today }));
  for (;;) {
    const going = walks.filter(({ next }) => next !== null);
    if (going.length === 0) break;
    const asked = going.map(({ key, next }) => ({ ...key, asOf: next!, at, today }));
    const answers = await tierHistory.answers(asked);
    going.forEach((walk, index) => step(walk, answers[index]!, horizon));
  }
  // Each walk has taken a step at least.
  return walks.map(({ standings }) => standings as [TierStanding, ...TierStanding[]]);
};

const step = (walk: Walk, answer: TierAnswer | null, horizon: Day): void => {
  const { standings } = walk;
  const standing = standingOf(answer);
  if (standings[0]?.tier === standing.tier) standings[0] = standing;
  else standings.unshift(standing);
  const isEnough = answer === null || (standings.length > 1 && standing.from < horizon);
  walk.next = isEnough ? null : addDays(standing.from, -1);
};

const withoutTier: ReadonlySet<string> = new Set([untiered, mergedInto]);

/** Before its first day an account has no tier, as it has none while it is untiered or when another one has taken it in. */
const standingOf = (answer: TierAnswer | null): TierStanding =>
  answer === null
    ? { from: day(firstDay), tier: null, decisionId: null }
    : {
        from: answer.valid.from,
        tier: withoutTier.has(answer.effective) ? null : (answer.effective as TierCode),
        decisionId: answer.decisionId,
      };
