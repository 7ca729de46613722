import { createHash } from 'node:crypto';
import { JobFailed } from '../../jobs/job';

/** What is known of a whole file before any of its rows is taken. */
export interface Survey {
  /** Of the unpacked bytes, hex. */
  readonly sha256: string;
  /** Line ends in it. */
  readonly lines: number;
}

/** Reads a file once to its end, so that one which is broken as a whole is not imported in part. @throws JobFailed BAD_ENCODING */
export const survey = async (unpacked: AsyncIterable<Buffer>): Promise<Survey> => {
  const hash = createHash('sha256');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let lines = 0;
  for await (const piece of unpacked) {
    hash.update(piece);
    decode(utf8, piece, lines);
    lines += linesIn(piece);
  }
  decode(utf8, null, lines);
  return { sha256: hash.digest('hex'), lines };
};

const decode = (utf8: InstanceType<typeof TextDecoder>, piece: Buffer | null, linesBefore: number): void => {
  try {
    if (piece) utf8.decode(piece, { stream: true });
    else utf8.decode();
  } catch {
    throw new JobFailed(badEncoding(linesBefore + (piece ? linesBeforeTrouble(piece) : 0) + 1));
  }
};

/** Lines that are whole before the first byte that is not UTF-8. */
const linesBeforeTrouble = (piece: Buffer): number => {
  let lines = 0;
  for (let at = 0; ; lines += 1) {
    const end = piece.indexOf(newline, at);
    // A character cut by the piece's beginning belongs to its first line, which is as good an answer.
    if (end < 0 || (lines > 0 && !isUtf8(piece.subarray(at, end)))) return lines;
    at = end + 1;
  }
};

const isUtf8 = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

const newline = 0x0a;

const linesIn = (piece: Buffer): number => {
  let lines = 0;
  for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) lines += 1;
  return lines;
};

const badEncoding = (line: number) => ({
  code: 'BAD_ENCODING',
  detail: `The file is not UTF-8 from line ${line} on. Nothing of it was imported; save it as UTF-8.`,
  line,
});
