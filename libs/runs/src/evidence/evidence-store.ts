/** The bytes are more than evidence may have. */
export class EvidenceTooLarge extends Error {
  readonly code = 'PAYLOAD_TOO_LARGE';

  constructor() {
    super(`Evidence has at most ${mostBytes} bytes: send a smaller file.`);
  }
}

/** The bytes are others than their name says. */
export class EvidenceHashMismatch extends Error {
  readonly code = 'EVIDENCE_HASH_MISMATCH';

  constructor(
    readonly named: string,
    readonly found: string,
  ) {
    super(`The bytes have the SHA-256 ${found}, and not ${named}: nothing was kept.`);
  }
}

/** 25 MiB. */
export const mostBytes = 25 * 1024 * 1024;

/** Files that decisions rest on, each called by the SHA-256 of its bytes; none is ever changed. */
export abstract class EvidenceStore {
  /**
   * Keeps what comes, held against its name while it comes; false where it was there already.
   * @throws EvidenceTooLarge, EvidenceHashMismatch: nothing is kept then
   */
  abstract put(sha256: string, body: AsyncIterable<Uint8Array>): Promise<boolean>;
  /** Undefined where there is no such file. */
  abstract get(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Which of these are kept. */
  abstract among(hashes: readonly string[]): Promise<ReadonlySet<string>>;
}
