import { Injectable } from '@nestjs/common';
import { PersonId, Scope } from '#libs/domain';
import { Problem, tooOften } from '../http/problem';
import { type Caller, unauthorised } from '../http/tokens/caller';
import { Allowance } from './allowance';
import { KeyBook, type StandingKey } from './key-book';
import { keyIn, matches, type SaidKey } from './secret';

interface Known {
  readonly key: StandingKey;
  readonly caller: Caller;
  readonly allowance: Allowance | undefined;
  usedAt: number;
}

/** What was revoked in another process opens nothing here after so long. In this process it opens nothing at once. */
const freshMs = 5_000;

/** The last use of a key is told to the minute. */
const useMs = 60_000;

/** Tells for whom a service key speaks, and how often it may. All keys are known at once, so a made-up one costs no search of its own. */
@Injectable()
export class KeyCallers {
  private known: ReadonlyMap<string, Known> = new Map();
  private loadedAt = -Infinity;
  private loading: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly book: KeyBook) {}

  /** @throws Problem 401 for a key that opens nothing, 429 for one that calls too often */
  callerOf(authorization: string): Caller | Promise<Caller> {
    const said = keyIn(authorization);
    if (!said) throw unauthorised('A service key reads tlk_<id>_<secret>.');
    const known = this.known.get(said.id);
    if (known && Date.now() - this.loadedAt < freshMs) return this.admit(known, said);
    return this.load().then(() => this.admit(this.known.get(said.id), said));
  }

  /** Keys have been made or revoked: whoever asks from now on is told of what stands now. */
  forget(): void {
    this.loadedAt = -Infinity;
  }

  private admit(known: Known | undefined, { secret }: SaidKey): Caller | Promise<Caller> {
    if (!known || !matches(secret, known.key.hash) || Date.now() >= known.caller.expiresAt)
      throw unauthorised(
        'The service key is not one that opens anything: it may have been revoked or expired.',
      );
    const admits = known.allowance?.admits() ?? true;
    const pass = (may: boolean): Caller => {
      if (!may) throw calledTooOften(known.key);
      this.use(known);
      return known.caller;
    };
    return typeof admits === 'boolean' ? pass(admits) : admits.then(pass);
  }

  private use(known: Known): void {
    const now = Date.now();
    if (now - known.usedAt < useMs) return;
    known.usedAt = now;
    // Not told in time, it is told with a later use.
    this.book.used(known.key.id).catch(() => (known.usedAt = 0));
  }

  /** What is under way may have begun before a key was made: whoever asks now waits for the look-up behind it. */
  private load(): Promise<void> {
    if (this.loading === undefined) return (this.loading = this.read());
    return (this.next ??= this.loading
      .catch(() => {})
      .then(() => {
        this.next = undefined;
        return (this.loading = this.read());
      }));
  }

  private async read(): Promise<void> {
    const began = Date.now();
    try {
      const standing = await this.book.standing();
      this.known = new Map(standing.map((key) => [key.id, this.knownOf(key)]));
      this.loadedAt = began;
    } catch {
      throw new Problem(503, 'KEYS_UNREACHABLE', 'Service keys cannot be looked up just now: try again.', {
        headers: { 'retry-after': '2' },
      });
    } finally {
      this.loading = undefined;
    }
  }

  private knownOf(key: StandingKey): Known {
    const before = this.known.get(key.id);
    return {
      key,
      caller: before?.caller ?? callerWith(key),
      allowance: before?.allowance ?? this.allowanceOf(key),
      usedAt: before?.usedAt ?? 0,
    };
  }

  private allowanceOf({ id, perMinute }: StandingKey): Allowance | undefined {
    if (perMinute === null) return undefined;
    const allowance: Allowance = new Allowance(perMinute, (minute) =>
      this.book.takePortion(id, minute, allowance.portions),
    );
    return allowance;
  }
}

const callerWith = ({ id, roles, scope, expiresAt }: StandingKey): Caller => ({
  sub: PersonId.parse(`service-key:${id}`),
  roles: new Set(roles),
  seat: null,
  scope: scope === null ? null : Scope.parse(JSON.parse(scope)),
  expiresAt: expiresAt?.getTime() ?? Infinity,
});

const calledTooOften = ({ perMinute }: StandingKey): Problem =>
  tooOften(`This key may call ${perMinute} times a minute`, 60 - Math.floor((Date.now() % 60_000) / 1000));
