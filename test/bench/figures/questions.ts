import { type Day, instant, type Instant } from '#libs/kernel';
import type { LoadedPortfolio } from '../loaded-portfolio';
import { accountId } from '../portfolio';
import { Seeded } from '../seeded';

/** A moment of the log, as a moment and as the last position recorded by then. */
export interface Moment {
  readonly knownAt: Instant;
  readonly position: string;
}

export interface Question extends Moment {
  readonly externalId: string;
  readonly asOf: Day;
}

/** Questions spread over the accounts, the days assessed and the moments at which something had been learnt. */
export const questionsOf = async (portfolio: LoadedPortfolio): Promise<() => Question> => {
  const moments = await momentsOf(portfolio);
  const [chance, days] = [new Seeded(4), portfolio.assessed];
  return () => ({
    externalId: accountId(chance.below(portfolio.accounts)),
    asOf: chance.pick(days),
    ...chance.pick(moments),
  });
};

/** Moments since the end of the first assessment, so that every question has an answer. */
const momentsOf = async ({ instance: { pool } }: LoadedPortfolio): Promise<Moment[]> => {
  const { rows } = await pool.query<{ at: Date; position: string }>(
    `select recorded_at as at, max(position) as position from ledger.events
     where position >= (select max(known_from) from views.decisions
                        where day = (select min(day) from views.decisions))
     group by recorded_at order by recorded_at`,
  );
  const step = Math.max(1, Math.floor(rows.length / 1_000));
  return rows
    .filter((_, index) => index % step === 0)
    .map(({ at, position }) => ({ knownAt: instant(at.toISOString()), position }));
};
