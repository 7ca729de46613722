import type { Bed } from './bed';
import type { Figure } from './figure';
import type { Options } from './options';
import type { Portfolios } from './loaded-portfolio';

/** What a topic is given: where to measure, and how large. */
export interface Ground {
  readonly bed: Bed;
  readonly options: Options;
  readonly portfolios: Portfolios;
  /** Accounts of the portfolio for this taking. */
  readonly accounts: number;
}

/** Figures that are prepared together. */
export interface Topic {
  /** What `--only` calls it. */
  readonly key: string;
  /** Whether its cost for each account is compared with that at a tenth of the accounts. */
  readonly scales: boolean;
  open(ground: Ground): Promise<readonly Prepared[]>;
}

/** A figure, warm and ready. */
export interface Prepared extends Figure {
  /** Opens connections, fills caches and lets the compiler see the code, on both sides alike. */
  warm?(): Promise<unknown>;
  /** Lets go of the connections that only this figure needs. */
  close?(): Promise<unknown>;
}
