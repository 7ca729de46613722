import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A service key as its owner says it: `tlk_<id>_<secret>`. */
export interface SaidKey {
  readonly id: string;
  readonly secret: string;
}

const form = /^Bearer tlk_([0-9a-f]{16})_([\w-]{43})$/i;

/** Whether a header speaks of a service key at all, rightly or not. */
export const saysKey = (authorization: string): boolean => /^Bearer tlk_/i.test(authorization);

/** Undefined where the header does not hold a key in the one form that keys have. */
export const keyIn = (authorization: string): SaidKey | undefined => {
  const [, id, secret] = form.exec(authorization) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
};

/** A key that nobody has: 64 bits to find it by, 256 bits to know. */
export const newKey = (): SaidKey => ({
  id: randomBytes(8).toString('hex'),
  secret: randomBytes(32).toString('base64url'),
});

export const spoken = ({ id, secret }: SaidKey): string => `tlk_${id}_${secret}`;

/** A secret of 256 random bits cannot be guessed from its hash, so it needs neither salt nor a slow hash. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** In the same time, wherever the two differ. */
export const matches = (secret: string, hash: Buffer): boolean => timingSafeEqual(hashOf(secret), hash);
