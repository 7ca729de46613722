import { setTimeout as pause } from 'node:timers/promises';
import type { Round } from './rounds';
import type { Wish, Wishes } from './wishes';

/** A wish that the server has acknowledged, and what it said. */
export interface Granted {
  readonly wish: Wish;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers come untyped
  readonly answer: any;
}

/** Requests that are under way at once, so that appends share their flights. */
const hands = 4;
/** A round that has not struck by then never will. */
const most = 3_000;

/** Asks until it is told, as a careful client does: what was not acknowledged is asked again, under the same key. */
export class Client {
  readonly granted: Granted[] = [];
  private open: Wish[] = [];
  private url = '';
  private alive = false;

  constructor(
    private readonly tokens: Readonly<Record<Wish['by'], string>>,
    private readonly wishes: Wishes,
  ) {}

  /** Turns to a server, until that ends. */
  meet(url: string, ended: Promise<unknown>): void {
    this.url = url;
    this.alive = true;
    void ended.then(() => (this.alive = false));
  }

  /** Writes until the server dies. */
  async write({ errand, patient }: Pick<Round, 'errand' | 'patient'>): Promise<void> {
    await this.catchUp();
    if (patient) await this.jobs();
    if (errand) await this.ask(this.wishes.errand(errand));
    let left = most;
    const hand = async () => {
      while (this.alive && (left -= 1) > 0) await this.ask(this.wishes.next());
    };
    await Promise.all(Array.from({ length: hands }, hand));
  }

  /** Asks again whatever was not acknowledged, after somebody else was faster. */
  async catchUp(): Promise<void> {
    const open = this.open.splice(0);
    const others = open.flatMap((wish) => this.wishes.against(wish) ?? []);
    await Promise.all(others.map((other) => this.ask(other)));
    await Promise.all(open.map((wish) => this.ask(wish)));
  }

  /** One wish, which stays open when the server dies over it. */
  async ask(wish: Wish): Promise<void> {
    const answer = await this.send(wish.method, wish.path, wish);
    if (!answer) return void this.open.push(wish);
    this.granted.push({ wish, answer });
    this.wishes.granted(wish);
  }

  /** The jobs it was given, once all are over; as many as could be asked after when the server dies. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers come untyped
  async jobs(): Promise<any[]> {
    const found = [];
    for (const { id, kind } of this.granted.flatMap(({ answer }) => (answer.kind ? [answer] : []))) {
      const job = await this.job(`/v1/jobs/${id}`);
      if (job) found.push({ ...job, kind });
    }
    return found;
  }

  /** A job once it is over; null when the server dies. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers come untyped
  async job(path: string): Promise<any> {
    for (;;) {
      const job = await this.send('GET', path);
      if (!job || job.state === 'succeeded' || job.state === 'failed') return job;
      await pause(20);
    }
  }

  /** The answer's body; null when the server died before it was there. @throws Error for an answer that is no yes */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers come untyped
  async send(method: string, path: string, wish?: Pick<Wish, 'by' | 'body' | 'key'>): Promise<any> {
    if (!this.alive) return null;
    const { by = 'ben', key, body } = wish ?? {};
    const headers = new Headers({ authorization: `Bearer ${this.tokens[by]}` });
    if (key) headers.set('idempotency-key', key);
    if (body) headers.set('content-type', typeof body === 'string' ? 'text/csv' : 'application/json');
    const sent = typeof body === 'object' ? JSON.stringify(body) : body;
    const answer = await fetch(this.url + path, { method, headers, ...(sent && { body: sent }) })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch(() => null);
    if (!answer) return null;
    // The views of a server that has just come back may be behind for a moment.
    if (answer.status === 503) return pause(100).then(() => this.send(method, path, wish));
    if (answer.status >= 300) throw new Error(`${method} ${path} ${key}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text);
  }
}
