/** A byte offset in the transaction log: sparse, and nothing may be read into the gaps. */
export interface Position {
  readonly commit: bigint;
  readonly prepare: bigint;
}

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Recorded extends Proposed {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: Position;
  readonly created: Date;
}

export type Expected = 'any' | 'stream_exists' | 'no_stream' | bigint;

/** The revision of a stream that holds no event, as the server counts it. */
export const NONE = -1n;

/** Largest int64: the revision of a tombstone, and the `$tb` that marks a soft delete. */
export const DELETED = 9_223_372_036_854_775_807n;

export const isAfter = (one: Position, other: Position): boolean =>
  one.commit > other.commit || (one.commit === other.commit && one.prepare > other.prepare);

/** Size as the server's MaxAppendSize counts it: two bytes a letter for the type. */
export const sizeOf = ({ data, metadata, type }: Proposed): number =>
  data.length + metadata.length + 2 * type.length;
