import type { LeaderConcentration, PolicyCandidate, Scope } from '#libs/domain';
import { candidatesReport, type CandidatesQuestion } from './candidates-report';
import { concentrationReport, type ConcentrationQuestion } from './concentration-report';
import {
  type ConflictsParts,
  conflictsReport,
  type ConflictsQuestion,
  type ConflictsReport,
} from './conflicts-report';
import { hindsightReport, type HindsightQuestion, type HindsightReport } from './hindsight-report';

export { type HindsightBy, hindsightKeys } from './hindsight-ways';
export type { HindsightQuestion, HindsightReport } from './hindsight-report';
export type { CandidatesQuestion } from './candidates-report';
export type { ConcentrationQuestion } from './concentration-report';
export type { ConflictRow, ConflictsQuestion, ConflictsReport } from './conflicts-report';

/** The views that these reports read: whoever asks as of a position waits for all of them. */
export const viewsOfReports: readonly string[] = ['tier-history', 'facts', 'portfolio', 'overrides', 'org'];

/** What became of overrides. Each report is a function of its question and of the log up to the position in it. */
export class OverrideReports {
  constructor(private readonly parts: ConflictsParts) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): OverrideReports {
    const { store, accounts, org } = this.parts;
    return new OverrideReports({ store, accounts: accounts.within(scope), org: org.within(scope) });
  }

  /** How overridden accounts came off beside those left in the computed tier. */
  hindsight(question: HindsightQuestion): Promise<HindsightReport> {
    return hindsightReport(this.parts, question);
  }

  /** The reasons that recur so often that the policy is what is to be changed. */
  candidates(question: CandidatesQuestion): Promise<PolicyCandidate[]> {
    return candidatesReport(this.parts, question);
  }

  /** Whose overrides they are. */
  concentration(question: ConcentrationQuestion): Promise<LeaderConcentration> {
    return concentrationReport(this.parts, question);
  }

  /** Which approvals were conflicted, as known then and as known at the position. */
  conflicts(question: ConflictsQuestion): Promise<ConflictsReport> {
    return conflictsReport(this.parts, question);
  }
}
