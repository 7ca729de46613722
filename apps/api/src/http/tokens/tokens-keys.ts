import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { SigningKey } from '#libs/platform';
import { fetchKeySet, IssuerAway } from './tokens-issuer';

/** The keys of whoever signs the tokens. */
export interface TrustedKeys {
  /** Another one whenever a key came or went: what was verified under an older one is verified again. */
  readonly edition: number;
  /** Whether the keys can be relied upon without a look at where they come from. */
  current(): boolean;
  /** @throws IssuerAway where no key can be had; as jose does where there is none of that name */
  readonly find: JWTVerifyGetKey;
}

/** The one key of this instance: it never changes while the process lives. */
export const keysOf = ({ jwks }: SigningKey): TrustedKeys => {
  const find = createLocalJWKSet({ keys: [...jwks.keys] });
  return { edition: 0, current: () => true, find };
};

/** How long keys are relied upon, in milliseconds. */
export interface Patience {
  /** After so long the issuer is asked again: a retired key opens nothing any longer than this. */
  readonly fresh: number;
  /** While the issuer is away, keys known already are relied upon for so long. */
  readonly grace: number;
  /** At most once in so long is the issuer asked about a key that nobody knows. */
  readonly pause: number;
  /** After a failure the issuer is left alone for so long. */
  readonly retry: number;
}

interface KeySet {
  readonly find: JWTVerifyGetKey;
  readonly text: string;
  readonly fetchedAt: number;
}

/**
 * The keys that an issuer publishes, as they come and go. A key that is not known is looked for once, so a new
 * one is taken without a restart; whoever makes key names up causes one look-up a pause, and no more.
 */
export class IssuerKeys implements TrustedKeys {
  edition = 0;
  private known: KeySet | undefined;
  private underWay: Promise<void> | undefined;
  private failedAt: number | undefined;
  private lookedAt = -Infinity;

  constructor(
    private readonly issuer: string,
    private readonly patience: Patience,
  ) {}

  current(): boolean {
    return (
      this.known !== undefined && (this.isFresh(this.known) || (this.isKept(this.known) && this.pauses()))
    );
  }

  readonly find: JWTVerifyGetKey = async (header, token) => {
    const known = await this.tended();
    try {
      return await known.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return (await this.lookedAgain(known)).find(header, token);
    }
  };

  private async tended(): Promise<KeySet> {
    if (this.known && this.current()) return this.known;
    if (this.pauses()) throw new IssuerAway();
    const goesOn = this.failedAt !== undefined && this.known !== undefined && this.isKept(this.known);
    const asking = this.fetch();
    // Known keys go on while it is found out whether the issuer is back.
    if (goesOn) asking.catch(() => {});
    else await asking.catch((error) => this.goOn(error as Error));
    return this.known!;
  }

  /** The issuer went away between two look-ups: for a while its keys are good as they are. */
  private goOn(error: Error): void {
    if (!this.known || !this.isKept(this.known)) throw error;
  }

  private async lookedAgain(before: KeySet): Promise<KeySet> {
    const now = Date.now();
    if (this.underWay === undefined && this.known === before) {
      if (this.pauses()) throw new IssuerAway();
      if (now - this.lookedAt < this.patience.pause) return before;
      this.lookedAt = now;
    }
    if (this.known === before) await this.fetch();
    return this.known!;
  }

  private fetch(): Promise<void> {
    return (this.underWay ??= this.take().finally(() => (this.underWay = undefined)));
  }

  private async take(): Promise<void> {
    try {
      const keys = await fetchKeySet(this.issuer);
      const text = JSON.stringify(keys);
      if (text !== this.known?.text) this.edition += 1;
      this.known = { find: createLocalJWKSet({ keys: [...keys] }), text, fetchedAt: Date.now() };
      this.failedAt = undefined;
    } catch (error) {
      this.failedAt = Date.now();
      throw error instanceof IssuerAway ? error : new IssuerAway({ cause: error });
    }
  }

  private isFresh = ({ fetchedAt }: KeySet): boolean => Date.now() - fetchedAt < this.patience.fresh;
  private isKept = ({ fetchedAt }: KeySet): boolean => Date.now() - fetchedAt < this.patience.grace;
  private pauses = (): boolean =>
    this.failedAt !== undefined && Date.now() - this.failedAt < this.patience.retry;
}
