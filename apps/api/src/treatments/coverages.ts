import { Injectable } from '@nestjs/common';
import { coverageOf, type PolicyInForce, type Scope, type TierCoverage } from '#libs/domain';
import { Coverage, type FullTier, TierHistory } from '#libs/views';
import { type OnADay, Questions, type Standing } from '../tiers/questions';
import { bestFirst, Plans } from './plans';

/** What the people who are there come to for each tier of a policy. */
export interface CoverageFound extends Standing {
  readonly policy: PolicyInForce;
  readonly tiers: readonly TierCoverage[];
  /** How many accounts stand at each tier, those outside of the policy among them. */
  readonly accounts: ReadonlyMap<string, number>;
}

/** Brings together who stands where, how they are to be covered, and who is there for it. */
@Injectable()
export class Coverages {
  constructor(
    private readonly questions: Questions,
    private readonly plans: Plans,
    private readonly tierHistory: TierHistory,
    private readonly coverage: Coverage,
  ) {}

  /** `inside`: the accounts that are counted; null is all of them. */
  async find(question: OnADay, inside: Scope | null): Promise<CoverageFound> {
    const standing = await this.questions.onADay(question, ['tier-history', 'treatments']);
    const { scheme, asOf, at } = standing;
    await this.questions.schemeIsKnown(scheme);
    const policy = await this.plans.inForce(scheme, asOf, at.position);
    const distribution = await this.tierHistory.within(inside).distribution(standing);
    const people = await this.coverage.people(scheme, asOf, at.position);
    const accounts = new Map(distribution.tiers.map((one) => [one.tier, one.accounts]));
    const tiers = coverageOf(bestFirst(policy.document), accounts, people);
    return { ...standing, policy, accounts, tiers };
  }
}

/** The tiers that have more accounts than places. */
export const fullTiers = (tiers: readonly TierCoverage[]): FullTier[] =>
  tiers.flatMap(({ tier, accounts, places }) =>
    places !== null && accounts > places ? [{ tier, places }] : [],
  );
