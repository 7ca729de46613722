import { hash } from 'node:crypto';

/** What has been added so far, small enough to be kept between two attempts: the roots of the full trees, hex. */
export interface MerkleMark {
  readonly size: number;
  readonly peaks: readonly string[];
}

/** The root of an RFC 6962 tree (SHA-256), grown leaf by leaf without keeping the leaves. */
export class MerkleRoot {
  private size: number;
  private readonly peaks: Buffer[];

  constructor({ size, peaks }: MerkleMark = { size: 0, peaks: [] }) {
    this.size = size;
    this.peaks = peaks.map((peak) => Buffer.from(peak, 'hex'));
  }

  add(leaf: string): void {
    this.peaks.push(hash('sha256', `\0${leaf}`, 'buffer'));
    this.size += 1;
    // Two trees of the same size become one, as when a binary number is counted up.
    for (let rest = this.size; rest % 2 === 0; rest /= 2) this.join();
  }

  /** Hex; of no leaves, the hash of nothing. */
  root(): string {
    if (this.peaks.length === 0) return hash('sha256', '');
    return this.peaks.reduceRight((right, left) => node(left, right)).toString('hex');
  }

  mark(): MerkleMark {
    return { size: this.size, peaks: this.peaks.map((peak) => peak.toString('hex')) };
  }

  private join(): void {
    const right = this.peaks.pop()!;
    this.peaks.push(node(this.peaks.pop()!, right));
  }
}

const nodePrefix = Buffer.from([1]);

const node = (left: Buffer, right: Buffer): Buffer =>
  hash('sha256', Buffer.concat([nodePrefix, left, right]), 'buffer');
