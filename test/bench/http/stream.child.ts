import { get } from 'node:http';
import { answerParent } from '../ask-child';
import { type Sample, timed } from '../figure';

/** A long answer to read to its end. */
export interface Download {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const newline = 10;

/** A process that reads lines and keeps none. */
const download = ({ url, headers }: Download): Promise<Sample> =>
  timed(
    () =>
      new Promise<number>((resolve, reject) => {
        const request = get(url, { headers }, (answer) => {
          if (answer.statusCode !== 200) return reject(new Error(`${url} answered ${answer.statusCode}.`));
          let lines = 0;
          answer.on('data', (chunk: Buffer) => {
            for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) lines += 1;
          });
          answer.on('end', () => resolve(lines));
          answer.on('error', reject);
          return undefined;
        });
        request.on('error', reject);
      }),
  );

answerParent(download);
