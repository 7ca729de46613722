import { createReadStream } from 'node:fs';
import { type Client, Query } from 'pg';

/** The part of pg's connection that a COPY speaks to; pg's types leave it out. */
interface Wire {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** COPY of a file as it stands, as one more query on the connection. */
class CopyFile extends Query {
  constructor(
    statement: string,
    private readonly file: string,
    done: (error: Error | null) => void,
  ) {
    // pg's types know the callback as part of the configuration only; its code takes it here too.
    super(statement, undefined as never);
    (this as unknown as { callback: typeof done }).callback = done;
  }

  handleCopyInResponse(wire: Wire): void {
    createReadStream(this.file, { highWaterMark: 1 << 18 })
      .on('data', (chunk) => wire.sendCopyFromChunk(chunk as Buffer))
      .on('end', () => wire.endCopyFrom());
  }
}

export const copyFile = (client: Client, statement: string, file: string): Promise<void> =>
  new Promise((resolve, reject) => {
    client.query(new CopyFile(statement, file, (error) => (error ? reject(error) : resolve())));
  });
