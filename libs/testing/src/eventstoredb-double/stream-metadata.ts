import { DELETED } from './records';

export interface Retention {
  readonly truncateBefore: bigint;
  readonly maxCount: bigint | undefined;
  readonly maxAgeSeconds: number | undefined;
}

const integerAt = (key: string, json: string): bigint | undefined => {
  const found = new RegExp(`"\\${key}"\\s*:\\s*(\\d+)`).exec(json)?.[1];
  return found === undefined ? undefined : BigInt(found);
};

/** Read from the text, not through JSON.parse: the `$tb` of a soft delete does not fit a double. */
export const retentionOf = (raw: Uint8Array | undefined): Retention => {
  const json = raw === undefined ? '' : Buffer.from(raw).toString('utf8');
  const maxAge = integerAt('$maxAge', json);
  return {
    truncateBefore: integerAt('$tb', json) ?? 0n,
    maxCount: integerAt('$maxCount', json),
    maxAgeSeconds: maxAge === undefined ? undefined : Number(maxAge),
  };
};

export const isSoftDeletion = ({ truncateBefore }: Retention): boolean => truncateBefore === DELETED;

/** Deleting and reviving a stream changes `$tb` and keeps everything else its owner wrote. */
export const withTruncateBefore = (raw: Uint8Array | undefined, truncateBefore: bigint): Uint8Array => {
  const { $tb: _, ...kept } = raw === undefined ? {} : JSON.parse(Buffer.from(raw).toString('utf8'));
  const rest = JSON.stringify(kept).slice(1);
  return Buffer.from(`{"$tb":${truncateBefore}${rest === '}' ? '' : ','}${rest}`);
};

export const metastreamOf = (stream: string): string => `$$${stream}`;
export const isMetastream = (stream: string): boolean => stream.startsWith('$$');
export const originalStreamOf = (metastream: string): string => metastream.slice(2);
