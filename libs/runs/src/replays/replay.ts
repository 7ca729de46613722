import { isReplayed, type OnRecord, replay } from '#libs/domain';
import type { Day } from '#libs/kernel';
import type { Explained } from '#libs/views';

/** Which decisions are taken again. */
export interface ReplayAsked {
  readonly n: number;
  /** The same seed chooses the same decisions. */
  readonly seed: string;
  /** The decisions of this account, instead of a sample of all. */
  readonly externalId?: string;
}

/** A decision that does not come out as it stands on record. */
export interface DifferentDecision {
  readonly decisionId: string;
  readonly externalId: string;
  readonly scheme: string;
  readonly view: string;
  readonly day: Day;
  readonly computed: string | null;
  /** What the decision taken again comes to. */
  readonly replayed: string | null;
  /** Why it cannot be taken again; null where it can. */
  readonly trouble: string | null;
}

/** What became of decisions that were taken again. */
export interface Replayed {
  readonly seed: string;
  /** The log position up to which decisions were chosen from. */
  readonly position: string;
  readonly sampled: number;
  readonly identical: number;
  readonly different: readonly DifferentDecision[];
}

/** What there is to say of a decision that was taken again; null where it came out the same, byte by byte. */
export const differenceIn = ({ decision, record }: Explained): DifferentDecision | null => {
  const { decisionId, externalId, scheme, view, assessment } = decision;
  const { day, computed } = assessment;
  const again = takenAgain(record);
  return again === 'the same' ? null : { decisionId, externalId, scheme, view, day, computed, ...again };
};

/** One that cannot even be taken again is told of like one that comes out otherwise. */
const takenAgain = (record: OnRecord): 'the same' | Pick<DifferentDecision, 'replayed' | 'trouble'> => {
  try {
    return isReplayed(record) ? 'the same' : { replayed: replay(record).computed, trouble: null };
  } catch (error) {
    return { replayed: null, trouble: (error as Error).message };
  }
};
