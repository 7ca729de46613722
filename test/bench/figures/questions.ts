import { type Day, instant, type Instant } from '#libs/kernel';
import type { LoadedPortfolio } from '../loaded-portfolio';
import { accountId } from '../portfolio';
import { Seeded } from '../seeded';

export interface Question {
  readonly externalId: string;
  readonly asOf: Day;
  readonly knownAt: Instant;
  /** The last position recorded by then: the raw side is spared looking it up. */
  readonly position: string;
}

/** The events from one position on were recorded at a moment, and nothing after them before the next. */
interface Moment {
  readonly from: number;
  readonly until: number;
  readonly position: string;
}

/** Questions spread over the accounts, the days assessed and the time since the first assessment. */
export interface Questions {
  /** As known at any millisecond. */
  any(): Question;
  /** As known at one of a hundred moments, as reports and reviews ask again and again. */
  again(): Question;
}

const fewMoments = 100;

export const questionsOf = async (portfolio: LoadedPortfolio): Promise<Questions> => {
  const moments = await momentsOf(portfolio);
  const few = moments.filter((_, index) => index % Math.ceil(moments.length / fewMoments) === 0);
  const [chance, days] = [new Seeded(4), portfolio.assessed];
  const question = (knownAt: number, position: string): Question => ({
    externalId: accountId(chance.below(portfolio.accounts)),
    asOf: chance.pick(days),
    knownAt: instant(new Date(knownAt).toISOString()),
    position,
  });
  return {
    any: () => {
      const { from, until, position } = chance.pick(moments);
      return question(from + chance.below(until - from), position);
    },
    again: () => {
      const { from, position } = chance.pick(few);
      return question(from, position);
    },
  };
};

/** Moments since the end of the first assessment, so that every question has an answer; the last one has no end yet. */
const momentsOf = async ({ instance: { pool } }: LoadedPortfolio): Promise<Moment[]> => {
  const { rows } = await pool.query<{ at: Date; position: string }>(
    `select recorded_at as at, max(position) as position from ledger.events
     where position >= (select max(known_from) from views.decisions
                        where day = (select min(day) from views.decisions))
     group by recorded_at order by recorded_at`,
  );
  return rows.slice(0, -1).map(({ at, position }, index) => ({
    from: at.getTime(),
    until: rows[index + 1]!.at.getTime(),
    position,
  }));
};
