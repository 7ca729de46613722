import { Presets, SingleBar } from 'cli-progress';

/** How far a piece of work has come. */
export interface Progress {
  readonly at: (done: number, total: number | null) => void;
  readonly end: () => void;
}

export const silent: Progress = { at: () => {}, end: () => {} };

/** A bar that moves; for people who watch. */
export const bars = (stream: NodeJS.WritableStream, label: string): Progress => {
  const bar = new SingleBar(
    {
      stream,
      format: `${label} {bar} {value} of {total}`,
      barsize: 30,
      hideCursor: true,
      clearOnComplete: true,
      linewrap: false,
    },
    Presets.shades_classic,
  );
  let begun = false;
  return {
    at: (done, total) => {
      const most = Math.max(total ?? done, done, 1);
      if (!begun) bar.start(most, done);
      begun = true;
      bar.setTotal(most);
      bar.update(done);
    },
    end: () => {
      if (begun) bar.stop();
      begun = false;
    },
  };
};

const quietMs = 3_000;

/** A line every few seconds; for logs. */
export const lines = (stream: NodeJS.WritableStream, label: string, now = Date.now): Progress => {
  let last = now();
  return {
    at: (done, total) => {
      if (now() - last < quietMs) return;
      last = now();
      stream.write(`${label}: ${done}${total === null ? '' : ` of ${total}`}\n`);
    },
    end: () => {},
  };
};
