import type { ExceptionKind } from '../pack/exceptions-section';
import type { PackMove, Restatement } from '../pack/moves-section';
import type { PackOverride } from '../pack/overrides-section';
import { type ItemDecision, type ItemReason, type Risk, risks } from './review-item';

/** What a finding of a pack says for being an item. */
export interface Finding {
  readonly reason: ItemReason;
  readonly risk: Risk;
  readonly suggested: ItemDecision;
}

/** A code, the risk that it carries, and what it suggests. */
export type Word = readonly [code: string, risk: Risk, suggested: ItemDecision];

export const findingOf = ([code, risk, suggested]: Word, detail: string): Finding => ({
  reason: { code, detail: detail.slice(0, 2000) },
  risk,
  suggested,
});

/** The riskiest decides about the item; of equals the one that was found first. */
export const gravest = (findings: readonly Finding[]): Finding =>
  findings.reduce((worst, one) => (risks.indexOf(one.risk) < risks.indexOf(worst.risk) ? one : worst));

const retro: Readonly<Record<NonNullable<Restatement['retroKind']>, Word>> = {
  LATE_FACT: ['LATE_FACT', 'LOW', 'CONFIRM'],
  ERROR_CORRECTION: ['ERROR_CORRECTION', 'HIGH', 'NEEDS_INFO'],
  RETRO_DECISION: ['RETRO_DECISION', 'HIGH', 'NEEDS_INFO'],
};

/** Down is felt by the client, so nobody confirms it in a bundle. */
export const ofMove = (kind: 'PROMOTION' | 'DEMOTION', move: PackMove): Finding[] => {
  const words: Word[] = [[kind, kind === 'PROMOTION' ? 'LOW' : 'MEDIUM', 'CONFIRM']];
  if (move.steps !== null && move.steps >= 2) words.push(['JUMP_2', 'HIGH', 'NEEDS_INFO']);
  if (move.overrideId !== null) words.push(['BY_OVERRIDE', 'MEDIUM', 'CONFIRM']);
  if (move.retroKind !== null) words.push(retro[move.retroKind]);
  const detail = `${move.day}: ${move.fromTier} to ${move.toTier}. ${move.inWords}`;
  return words.map((word) => findingOf(word, detail));
};

export const ofRestatement = ({ from, until, was, is, retroKind }: Restatement): Finding =>
  findingOf(
    retroKind === null ? ['RESTATED', 'MEDIUM', 'NEEDS_INFO'] : retro[retroKind],
    `From ${from} to ${until} it is told otherwise than when the quarter opened: ${is ?? 'no tier'}, and ${was ?? 'no tier'} then.`,
  );

interface ListedAs {
  readonly isExpiring: boolean;
  readonly isEmergency: boolean;
}

export const ofOverride = (override: PackOverride, { isExpiring, isEmergency }: ListedAs): Finding[] => {
  const { kind, tier, from, until, drift, ratifyBy, retro: isRetro, renewal, jump } = override;
  const words: Word[] = [['OVERRIDDEN', 'LOW', 'CONFIRM']];
  if (isExpiring) words.push(['EXPIRING', 'MEDIUM', 'CONFIRM']);
  if (ratifyBy !== null) words.push(['EMERGENCY_UNRATIFIED', 'HIGH', 'REVOKE_OVERRIDE']);
  else if (isEmergency) words.push(['EMERGENCY', 'HIGH', 'CONFIRM']);
  if (drift !== null) words.push(['BASIS_DRIFT', 'HIGH', 'REVOKE_OVERRIDE']);
  if (isRetro) words.push(retro.RETRO_DECISION);
  if (jump >= 2) words.push(['JUMP_2', 'HIGH', 'CONFIRM']);
  if (renewal >= 2) words.push(['RENEWED_TWICE', 'MEDIUM', 'CONFIRM']);
  const detail = `${kind}${tier === null ? '' : ` ${tier}`} from ${from} ${until === null ? 'until it is reviewed' : `to ${until}`}.`;
  return words.map((word) => findingOf(word, detail));
};

/** What an exception of each kind weighs. */
export const exceptionWords: Readonly<Record<ExceptionKind, readonly [Risk, ItemDecision]>> = {
  UNTIERED: ['MEDIUM', 'NEEDS_INFO'],
  STALE: ['MEDIUM', 'NEEDS_INFO'],
  OVERDUE: ['MEDIUM', 'NEEDS_INFO'],
  FLAPPING: ['MEDIUM', 'DEFER'],
  JUMP_2: ['HIGH', 'NEEDS_INFO'],
  WAIT_LISTED: ['LOW', 'DEFER'],
  SEGREGATION: ['HIGH', 'NEEDS_INFO'],
  RETRO_DECISION: ['HIGH', 'NEEDS_INFO'],
  OWNER_ROLE_MISMATCH: ['MEDIUM', 'NEEDS_INFO'],
  OVER_SERVED: ['MEDIUM', 'DEMOTE'],
  UNDER_SERVED: ['MEDIUM', 'PROMOTE'],
  HIDDEN_GEM: ['LOW', 'PROMOTE'],
  CRM_DRIFT: ['MEDIUM', 'NEEDS_INFO'],
};
