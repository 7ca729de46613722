import { connect, type Socket } from 'node:net';

const blankLine = Buffer.from('\r\n\r\n');

/** A connection that is kept alive and asks one request after the other: as little client as will do, so that the server is what is measured. */
export class HttpClient {
  private readonly socket: Socket;
  private received: Buffer = Buffer.alloc(0);
  private waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (data: Buffer) => this.take(data));
    this.socket.on('error', (error) => this.waiting?.reject(error));
    this.socket.on('close', () => this.waiting?.reject(new Error('The server closed the connection.')));
  }

  /** The status of the answer, once its body is complete. */
  ask(request: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(data: Buffer): void {
    this.received = this.received.length === 0 ? data : Buffer.concat([this.received, data]);
    const end = this.received.indexOf(blankLine);
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head);
    if (!length) throw new Error(`An answer without a length:\n${head}`);
    if (this.received.length < end + 4 + Number(length[1])) return;
    const body = this.received.toString('utf8', end + 4);
    this.received = Buffer.alloc(0);
    this.settle(Number(head.slice(9, 12)), body);
  }

  private settle(status: number, body: string): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (status < 300) waiting?.resolve(status);
    else waiting?.reject(new Error(`The server answered ${status}: ${body}`));
  }
}

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request as it goes over the wire. */
export const written = ({ method, path, headers, body }: Request): string => {
  const text = body === undefined ? '' : JSON.stringify(body);
  const all = {
    host: 'localhost',
    ...headers,
    ...(text && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`;
};
