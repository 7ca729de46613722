import { Injectable } from '@nestjs/common';
import type { Evidence } from '#libs/domain';
import { EvidenceStore } from '#libs/runs';
import { Problem } from '../http/problem';

/** What a request names as its evidence can be looked at by whoever decides about it. */
@Injectable()
export class EvidenceKept {
  constructor(private readonly store: EvidenceStore) {}

  /** @throws Problem 422 EVIDENCE_NOT_FOUND, with a pointer for each piece that nobody has sent */
  async check(evidence: readonly Evidence[] = []): Promise<void> {
    const kept = await this.store.among(evidence.map(({ sha256 }) => sha256));
    const errors = evidence.flatMap(({ sha256 }, index) =>
      kept.has(sha256)
        ? []
        : [{ pointer: `/evidence/${index}/sha256`, detail: `PUT /v1/evidence/${sha256} keeps the file.` }],
    );
    if (errors.length === 0) return;
    const detail = 'Evidence that is named has to be kept first: send the files, and ask again.';
    throw new Problem(422, 'EVIDENCE_NOT_FOUND', detail, { errors });
  }
}
