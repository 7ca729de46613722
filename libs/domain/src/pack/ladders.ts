import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import { isOrdinal } from '../policy/tiers';
import type { Scheme } from '../scheme/scheme';
import type { TierCode } from '../vocabulary';

type Direction = 'promotion' | 'demotion' | 'lateral';

/** How two tiers stand to each other under one version of the policy. */
export interface Ladder {
  /** The best first where tiers have an order, else as the document has them. */
  readonly tiers: readonly string[];
  between(from: string, to: string): { readonly kind: Direction; readonly steps: number | null };
}

/** The ladders of every version ever drafted; none for a row that no version had a part in. */
export interface Ladders {
  of(version: number | null): Ladder | undefined;
}

const ladderOf = (document: PolicyDocument): Ladder => {
  const judge = judgeOf(document);
  const ranks = new Map<string, number>(
    isOrdinal(document) ? document.tiers.map(({ code, rank }) => [code, rank ?? 0]) : [],
  );
  const knows = (tier: string): tier is TierCode => judge.places.has(tier as TierCode);
  return {
    tiers: isOrdinal(document) ? [...judge.tiers].reverse() : judge.tiers,
    between: (from, to) => {
      const [was, is] = [ranks.get(from), ranks.get(to)];
      const ranked = was !== undefined && is !== undefined && was !== is;
      const kind = !ranked ? 'lateral' : is > was ? 'promotion' : 'demotion';
      return { kind, steps: knows(from) && knows(to) ? judge.jump(from, to) : null };
    },
  };
};

export const laddersOf = ({ policies }: Pick<Scheme, 'policies'>): Ladders => {
  const ladders = policies.map(({ document }) => ladderOf(document));
  return { of: (version) => (version === null ? undefined : ladders[version - 1]) };
};
