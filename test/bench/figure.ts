/** One measurement: what was done, how often, and how long it took. */
export interface Sample {
  /** Units of work done: events, answers, accounts. */
  readonly units: number;
  readonly seconds: number;
}

/** The least that ours may be of the raw counterpart, as a ratio of their rates. */
export interface Goal {
  readonly text: string;
  readonly least: number;
}

/** At least so many times the raw rate. */
export const times = (least: number): Goal => ({ text: `${least} times`, least });

/** At most so many times as long as the raw counterpart takes. */
export const withinTimes = (most: number): Goal => ({
  text: `within ${most} times its time`,
  least: 1 / most,
});

/** A condition beside the ratio, such as memory. */
export interface Verdict {
  readonly text: string;
  readonly met: boolean;
}

/** A figure is a ratio: ours against the raw counterpart, measured in the same run, one after the other. */
export interface Figure {
  readonly name: string;
  /** What it is set against, in words. */
  readonly against: string;
  /** Absent where the figure is told for information. */
  readonly goal?: Goal;
  readonly unit: string;
  raw(): Promise<Sample>;
  ours(): Promise<Sample>;
  /** What else has to hold, asked after the last round. */
  also?(): Verdict;
}

export interface Measured {
  readonly name: string;
  readonly against: string;
  readonly unit: string;
  readonly goal: string | null;
  readonly met: boolean | null;
  /** Units a second, medians. */
  readonly raw: number;
  readonly ours: number;
  /** Units a second of each round, raw and ours. */
  readonly rounds: readonly (readonly [number, number])[];
  /** Ours by raw, within a round: the median, and the least and greatest. */
  readonly ratio: number;
  readonly spread: readonly [number, number];
  readonly also: string | null;
}

/** Units a second of one round, raw and ours. */
export type Round = readonly [raw: number, ours: number];

export const rate = ({ units, seconds }: Sample): number => units / seconds;

/** Times some work that says how many units it did. */
export const timed = async (work: () => Promise<number>): Promise<Sample> => {
  const start = process.hrtime.bigint();
  const units = await work();
  return { units, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
};

/** One round of a figure. Who goes first alternates, so that a machine that warms or tires favours neither. */
export const play = async (figure: Figure, round: number): Promise<Round> => {
  if (round % 2 === 0) {
    const raw = rate(await figure.raw());
    return [raw, rate(await figure.ours())];
  }
  const ours = rate(await figure.ours());
  return [rate(await figure.raw()), ours];
};

/** What the rounds of a figure come to. */
export const measured = (figure: Omit<Figure, 'raw' | 'ours'>, rounds: readonly Round[]): Measured => {
  const ratios = rounds.map(([raw, ours]) => ours / raw);
  const ratio = median(ratios);
  const { name, against, unit, goal } = figure;
  const also = figure.also?.();
  return {
    name,
    against,
    unit,
    goal: goal?.text ?? null,
    met: goal ? ratio >= goal.least && (also?.met ?? true) : null,
    raw: median(rounds.map(([raw]) => raw)),
    ours: median(rounds.map(([, ours]) => ours)),
    rounds,
    ratio,
    spread: [Math.min(...ratios), Math.max(...ratios)],
    also: also?.text ?? null,
  };
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
