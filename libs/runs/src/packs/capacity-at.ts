import type { Pool } from 'pg';
import { coverageOf, isOrdinal, type PackInputs, policyOn, type SchemeKnowledge } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { Coverage, type Known, TierHistory } from '#libs/views';

/** The scheme whose accounts may have to wait, on a day, as known at a moment. */
export interface WaitingQuestion {
  readonly scheme: string;
  readonly view: string;
  readonly asOf: Day;
  readonly at: Known;
  readonly plan: SchemeKnowledge;
}

/** More than any tier has. */
const everybody = 2 ** 31 - 2;

/** Accounts promoted into tiers whose places are all taken; nothing is known of it where nobody has said who is there. */
export const waitingOn = async (
  pool: Pool,
  { plan, ...question }: WaitingQuestion,
  isInside: (externalId: string) => boolean,
): Promise<Pick<PackInputs, 'waiting' | 'capacityKnown'>> => {
  const coverage = new Coverage(pool);
  const people = await coverage.people(question.scheme, question.asOf, question.at.position);
  const document = policyOn(plan, question.asOf)?.document;
  if (!document || people.length === 0) return { waiting: [], capacityKnown: false };
  const best = isOrdinal(document)
    ? [...document.tiers].sort((a, b) => (b.rank ?? 0) - (a.rank ?? 0))
    : document.tiers;
  const { tiers } = await new TierHistory(pool).distribution(question);
  const accounts = new Map(tiers.map((one) => [one.tier, one.accounts]));
  const full = coverageOf(best, accounts, people).flatMap(({ tier, accounts, places }) =>
    places !== null && accounts > places ? [{ tier, places }] : [],
  );
  const { items } = await coverage.waitList(question, full, { limit: everybody });
  const waiting = items
    .filter(({ externalId }) => isInside(externalId))
    .map(({ externalId, tier, number, promotedOn }) => ({ externalId, tier, number, promotedOn }));
  return { waiting, capacityKnown: true };
};
