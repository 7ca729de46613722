import type { Recorded } from '../store';
import { isTrouble } from './trouble';

/** A page of a stream: its events from a revision on. */
export interface PageAsked {
  readonly stream: string;
  readonly from: number;
}

/** Answers with a page for each that was asked, in order. */
export type Fetch = (asked: readonly PageAsked[]) => Promise<readonly Recorded[][]>;

interface Waiting extends PageAsked {
  readonly settle: (page: Recorded[]) => void;
  readonly fail: (error: unknown) => void;
}

/** How many statements may be under way: one that takes long must not hold up all the others. */
const flights = 4;
/** How many pages go in one statement at most. */
const pagesAFlight = 32;

/** Lets reads share their way: those that come in one tick, or while others are under way, go together as the next statement. */
export class ReadQueue {
  private waiting: Waiting[] = [];
  private underWay = 0;
  private scheduled = false;

  constructor(private readonly fetch: Fetch) {}

  page(stream: string, from: number): Promise<Recorded[]> {
    return new Promise((settle, fail) => {
      this.waiting.push({ stream, from, settle, fail });
      if (this.scheduled) return;
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        this.depart();
      });
    });
  }

  private depart(): void {
    while (this.underWay < flights && this.waiting.length > 0) {
      this.underWay += 1;
      void this.fly(this.waiting.splice(0, pagesAFlight)).finally(() => {
        this.underWay -= 1;
        this.depart();
      });
    }
  }

  private async fly(flight: readonly Waiting[]): Promise<void> {
    try {
      const pages = await this.fetch(flight);
      flight.forEach(({ settle }, index) => settle(pages[index]!));
    } catch (error) {
      // What one read is refused for is no fault of those it travelled with.
      if (flight.length > 1 && !isTrouble(error)) for (const one of flight) await this.fly([one]);
      else for (const { fail } of flight) fail(error);
    }
  }
}
