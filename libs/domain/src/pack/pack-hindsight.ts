import { Hindsight, type HindsightRow } from '../hindsight/hindsight';

/**
 * What became of the overrides whose two whole quarters behind their end were over on the closing day, beside
 * accounts that were left in the tier computed for them.
 */
export interface PackHindsight {
  /** By the seat whose quota they took. */
  readonly byLeader: readonly HindsightRow[];
  /** Whoever said yes at any level: an override stands in the group of each of them. */
  readonly byApprover: readonly HindsightRow[];
  readonly byReason: readonly HindsightRow[];
  readonly total: Omit<HindsightRow, 'key'>;
}

/** Where nothing has ended so long ago. */
export const noHindsight: PackHindsight = {
  ...{ byLeader: [], byApprover: [], byReason: [] },
  total: new Hindsight([]).total(),
};
