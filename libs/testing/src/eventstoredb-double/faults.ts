import { setTimeout as wait } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { RpcError, notLeader } from './rpc-error';

/** A status the server may answer with. `deadline` and `timeout` leave the outcome unknown to the caller. */
export type Failure = 'unavailable' | 'deadline' | 'timeout' | 'cancelled';

/** `cut` breaks the caller's connection, and with it everything else that client has under way. */
export type LostAs = 'cut' | Failure;

/** `ok` is the treacherous one: the client emits `end` and no error. */
export type DropAs = 'ok' | 'cancelled' | 'unavailable';

export interface Scope {
  /** How often the fault strikes; once unless said otherwise. */
  readonly times?: number;
  /** Strike only where this stream is written or read; `$all` is the name of all streams together. */
  readonly stream?: string | ((name: string) => boolean);
}

type Point = 'call' | 'append' | 'read' | 'acknowledgement';
type Fault = Scope & { readonly point: Point; strike(): Promise<void> | void; left: number };
type Plan = { readonly after: number; readonly as: DropAs };

export class ConnectionCut extends Error {}

const statuses: Record<Failure, readonly [status, string]> = {
  unavailable: [status.UNAVAILABLE, 'Server Is Not Ready'],
  deadline: [status.DEADLINE_EXCEEDED, 'Deadline Exceeded'],
  timeout: [status.ABORTED, 'Operation timed out: Commit phase timeout.'],
  cancelled: [status.CANCELLED, 'Call cancelled by the server'],
};

export const failure = (as: Failure): RpcError => new RpcError(...statuses[as]);

/**
 * What a test can make go wrong. Faults add up: a call meets every armed fault that fits it, oldest first,
 * until one of them ends it.
 */
export class Faults {
  private armed: Fault[] = [];
  private drops: (Scope & { left: number; plan: Plan })[] = [];
  private readonly subscriptions = new Set<(as: DropAs) => void>();
  private stalled: Promise<void> | undefined;
  private release: () => void = () => undefined;

  /** The append is refused and nothing is written. */
  failAppend(as: Failure = 'unavailable', scope?: Scope): void {
    this.arm('append', scope, () => {
      throw failure(as);
    });
  }

  /** The append is written, and its caller never learns. */
  loseAcknowledgement(as: LostAs = 'cut', scope?: Scope): void {
    this.arm('acknowledgement', scope, () => {
      throw as === 'cut' ? new ConnectionCut() : failure(as);
    });
  }

  /** The append is written late, even where its caller has given up by then; a crash meanwhile prevents it. */
  delayAppend(milliseconds: number, scope?: Scope): void {
    this.arm('append', scope, async () => {
      await wait(milliseconds);
    });
  }

  /** The append stands still at the door until it may go on; a crash meanwhile prevents it. */
  holdAppend(scope?: Scope): { readonly reached: Promise<void>; goOn(): void } {
    const [reached, released] = [gate(), gate()];
    this.arm('append', scope, () => {
      reached.open();
      return released.opened;
    });
    return { reached: reached.opened, goOn: released.open };
  }

  /** A read or a subscription is refused at its start. */
  failRead(as: Failure = 'unavailable', scope?: Scope): void {
    this.arm('read', scope, () => {
      throw failure(as);
    });
  }

  /** A call about a stream is sent elsewhere; the client's next one goes to the leader named here. */
  answerNotLeader(leader: { host: string; port: number }, scope?: Scope): void {
    this.arm('call', scope, () => {
      throw notLeader(leader.host, leader.port);
    });
  }

  /** Ends the live subscriptions there are, and says how many. */
  dropSubscriptions(as: DropAs): number {
    const dropped = [...this.subscriptions];
    for (const drop of dropped) drop(as);
    return dropped.length;
  }

  /** Ends the next subscription once it has sent this many events, be they many or none. */
  dropNextSubscription(as: DropAs, after: number, scope: Scope = {}): void {
    this.drops.push({ ...scope, left: scope.times ?? 1, plan: { as, after } });
  }

  /** The server keeps its connections and answers nothing, until the returned function is called. */
  stall(): () => void {
    this.stalled ??= new Promise((resolve) => {
      this.release = () => {
        this.stalled = undefined;
        resolve();
      };
    });
    return this.release;
  }

  /** How many strikes are still to come: zero proves that a test has met what it armed. */
  get pending(): number {
    return [...this.armed, ...this.drops].reduce((sum, { left }) => sum + left, 0);
  }

  /** Disarms everything and lets a stalled server go on. */
  clear(): void {
    this.armed = [];
    this.drops = [];
    this.release();
  }

  /** @internal */
  async meet(point: Point, stream: string): Promise<void> {
    for (const fault of this.armed.filter((armed) => armed.point === point && fits(armed, stream))) {
      if (fault.left <= 0) continue;
      fault.left -= 1;
      this.armed = this.armed.filter(({ left }) => left > 0);
      await fault.strike();
    }
  }

  /** @internal */
  get whenAnswering(): Promise<void> | undefined {
    return this.stalled;
  }

  /** @internal */
  plannedDrop(stream: string): Plan | undefined {
    const drop = this.drops.find((planned) => fits(planned, stream));
    if (drop === undefined) return undefined;
    drop.left -= 1;
    this.drops = this.drops.filter(({ left }) => left > 0);
    return drop.plan;
  }

  /** @internal */
  subscribed(drop: (as: DropAs) => void): () => void {
    this.subscriptions.add(drop);
    return () => this.subscriptions.delete(drop);
  }

  private arm(point: Point, scope: Scope = {}, strike: Fault['strike']): void {
    this.armed.push({ ...scope, point, strike, left: scope.times ?? 1 });
  }
}

const gate = (): { readonly opened: Promise<void>; open(): void } => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

const fits = ({ stream }: Scope, name: string): boolean =>
  stream === undefined || (typeof stream === 'string' ? stream === name : stream(name));
