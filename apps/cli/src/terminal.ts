import { lines, type Progress, silent, bars } from './progress';

/** Where a command says what it found: answers on one side, everything else on the other. */
export interface Terminal {
  readonly json: boolean;
  /** A line of the answer; silent for machines. */
  readonly say: (text?: string) => void;
  /** The whole answer; silent for people. */
  readonly answer: (value: unknown) => void;
  /** Beside the answer, on the error side. */
  readonly note: (text: string) => void;
  /** Raw output, as a file would hold it; resolves when there is room for more. */
  readonly write: (text: string) => Promise<void>;
  readonly progress: (label: string) => Progress;
  /** Emphasis where the terminal has it. */
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

export interface Streams {
  readonly out: NodeJS.WritableStream & { isTTY?: boolean };
  readonly err: NodeJS.WritableStream & { isTTY?: boolean };
}

/** @param colour off when NO_COLOR is set, or the output is no terminal */
export const terminalOn = ({ out, err }: Streams, json: boolean): Terminal => {
  const colour = Boolean(out.isTTY) && !process.env.NO_COLOR && !json;
  const styled = (code: string) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    json,
    say: (text = '') => void (json || out.write(`${text}\n`)),
    answer: (value) => void (json && out.write(`${JSON.stringify(value, asJson)}\n`)),
    note: (text) => void err.write(`${text}\n`),
    write: (text) => new Promise((done) => (out.write(text) ? done() : out.once('drain', done))),
    progress: (label) => (json ? silent : err.isTTY ? bars(err, label) : lines(err, label)),
    strong: styled('1'),
    faint: styled('2'),
  };
};

/** Positions are beyond what a JSON number holds: they are text. */
const asJson = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
