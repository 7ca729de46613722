import type { Encoded } from '../catalogue';
import type { Conflict, Receipt, Revision } from '../store';

/** An append on its way: its events are encoded, and somebody waits for its outcome. */
export interface Pending {
  readonly stream: string;
  readonly expected: Revision;
  readonly events: readonly Encoded[];
  settle(outcome: Receipt | Conflict): void;
  fail(error: unknown): void;
}

/** Sends appends off, each to a stream of its own, and settles or fails every one of them. */
export type Send = (appends: readonly Pending[]) => Promise<void>;

/** How many statements may be under way: while one is made durable, the next is parsed. */
const flights = 2;
/** How many events go in one statement at most. */
const eventsAFlight = 2000;

/**
 * Lets appends share their way to the disk: those that come while others are under way go together as the next
 * statement. A stream has one append under way at a time, so that its appends keep their order.
 */
export class AppendQueue {
  private waiting: Pending[] = [];
  private readonly busy = new Set<string>();
  private underWay = 0;
  private alone = true;
  private scheduled = false;
  private idle: (() => void)[] = [];

  constructor(private readonly send: Send) {}

  push(...appends: readonly Pending[]): void {
    this.waiting.push(...appends);
    this.soon();
  }

  /** Returns when nothing waits and nothing is under way. */
  async drained(): Promise<void> {
    if (this.waiting.length > 0 || this.underWay > 0)
      await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private depart(): void {
    while (this.underWay < flights) {
      const flight = this.board();
      if (flight.length === 0) break;
      this.alone = flight.length === 1 && this.waiting.length === 0;
      void this.fly(flight);
    }
    if (this.underWay === 0 && this.waiting.length === 0) for (const tell of this.idle.splice(0)) tell();
  }

  private async fly(flight: readonly Pending[]): Promise<void> {
    this.underWay += 1;
    await this.send(flight);
    this.underWay -= 1;
    for (const { stream } of flight) this.busy.delete(stream);
    this.soon();
  }

  /** A lone writer's append goes at once. Where there are many, those that are woken together go together. */
  private soon(): void {
    if (this.scheduled || this.underWay >= flights) return;
    if (this.alone) return this.depart();
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.depart();
    });
  }

  /** Takes what may go now, in order, up to a flight's measure. */
  private board(): Pending[] {
    const [flight, left]: [Pending[], Pending[]] = [[], []];
    let [events, at] = [0, 0];
    for (; at < this.waiting.length && events < eventsAFlight; at += 1) {
      const append = this.waiting[at]!;
      if (this.busy.has(append.stream)) {
        left.push(append);
        continue;
      }
      this.busy.add(append.stream);
      flight.push(append);
      events += append.events.length;
    }
    this.waiting = at === this.waiting.length ? left : [...left, ...this.waiting.slice(at)];
    return flight;
  }
}
