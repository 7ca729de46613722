import { Injectable } from '@nestjs/common';
import { type Day, type Decimal, decimal } from '#libs/kernel';
import { type HindsightBy, OverrideReports, viewsOfReports } from '#libs/runs';
import type { Known } from '#libs/views';
import type { CallersScope } from '../http/scopes/scope';
import { type OnADay, Questions } from '../tiers/questions';
import { KeptReports } from './kept-reports';
import { candidateAnswer, hindsightAnswer } from './report-rows';

/** Where a report stands in both clocks, as every page of it keeps it. */
export interface Standing {
  readonly scheme: string;
  readonly view: string;
  readonly asOf: Day;
  readonly at: Known;
}

interface OverQuarters extends Standing {
  readonly quarters?: number;
}

interface CandidatesWanted extends OverQuarters {
  readonly minOverrides?: number;
  readonly minSeats?: number;
  readonly minRenewals?: number;
}

interface ConcentrationWanted extends OverQuarters {
  readonly flagOver?: Decimal;
}

interface ConflictsWanted extends Standing {
  readonly from?: Day;
  readonly to?: Day;
}

const usualQuarters = 4;
const usualShare = decimal('0.25');

/** Makes reports of questions, with what a caller left out of them. */
@Injectable()
export class ReportBook {
  constructor(
    private readonly reports: OverrideReports,
    private readonly questions: Questions,
    private readonly kept: KeptReports,
  ) {}

  /** @throws Problem 404 for a scheme that nobody has opened */
  async stand(asked: OnADay): Promise<Standing> {
    const { scheme, view, asOf, at } = await this.questions.onADay(asked, viewsOfReports);
    await this.questions.schemeIsKnown(scheme);
    return { scheme, view, asOf, at };
  }

  hindsight({ by, ...standing }: Standing & { readonly by: HindsightBy }, inside: CallersScope) {
    const question = { ...ofLog(standing), by };
    return this.kept.of(keyOf('hindsight', question, inside), async () => ({
      ...{ asOf: standing.asOf, by },
      ...hindsightAnswer(await this.reports.within(inside).hindsight(question)),
    }));
  }

  candidates(
    {
      quarters = usualQuarters,
      minOverrides = 5,
      minSeats = 2,
      minRenewals = 2,
      ...standing
    }: CandidatesWanted,
    inside: CallersScope,
  ) {
    const question = { ...ofLog(standing), quarters, minOverrides, minSeats, minRenewals };
    return this.kept.of(keyOf('candidates', question, inside), async () => ({
      asOf: standing.asOf,
      items: (await this.reports.within(inside).candidates(question)).map(candidateAnswer),
    }));
  }

  concentration(
    { quarters = usualQuarters, flagOver = usualShare, ...standing }: ConcentrationWanted,
    inside: CallersScope,
  ) {
    const question = { ...ofLog(standing), quarters, flagOver };
    return this.kept.of(keyOf('concentration', question, inside), async () => {
      const { seats: items, ...totals } = await this.reports.within(inside).concentration(question);
      return { asOf: standing.asOf, items, ...totals };
    });
  }

  conflicts({ from, to, ...standing }: ConflictsWanted, inside: CallersScope) {
    const { scheme, view, at } = ofLog(standing);
    const question = { scheme, view, at, from, to };
    return this.kept.of(keyOf('conflicts', question, inside), async () => {
      const { rows: items, decisions } = await this.reports.within(inside).conflicts(question);
      return { items, decisions };
    });
  }
}

const ofLog = ({ scheme, view, asOf, at }: Standing) => ({ scheme, view, asOf, at: at.position });

const keyOf = (report: string, question: { readonly at: bigint }, inside: CallersScope) => ({
  ...question,
  ...{ report, inside, at: String(question.at) },
});
