import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { inOneBatch, type Offset, pageOfList } from '../due/kept-lists';
import { Answers } from '../http/answers';
import { Format, InAllFormats, stream } from '../http/formats';
import { Pages } from '../http/paging/pages';
import { Roles, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import {
  type CandidateFound,
  CandidatePage,
  ConcentrationPage,
  type ConflictOnRecord,
  ConflictPage,
  type HindsightGroup,
  HindsightPage,
  type SeatShare,
} from './report-answered';
import type { OnADay } from '../tiers/questions';
import { CandidatesAsked, ConcentrationAsked, ConflictsAsked, HindsightAsked } from './report-asked';
import { ReportBook, type Standing } from './report-book';
import { candidateColumns, conflictColumns, hindsightColumns, seatColumns } from './report-columns';

/** Whoever answers for the overrides of others. */
const Overseers = () => Roles('auditor', 'revops', 'finance', 'committee', 'admin');

/** A question, and which page of the answer. */
interface Asked extends OnADay {
  readonly list: string;
  readonly limit?: number;
  readonly cursor?: string;
}

@ApiTags('override reports')
@Controller({ path: 'override-reports', version: '1' })
export class OverrideReportsController {
  constructor(
    private readonly book: ReportBook,
    private readonly pages: Pages,
  ) {}

  /** What became of accounts over the two quarters behind their overrides, beside those left in the computed tier. */
  @Get('hindsight')
  @Scoped('rows')
  @Overseers()
  @InAllFormats()
  @Answers(200, HindsightPage)
  hindsight(
    @Query() { by = 'seat', ...asked }: HindsightAsked,
    @Format() format: Format,
    @CallersScope() inside: CallersScope,
  ) {
    const report = (standing: Standing) => this.book.hindsight({ ...standing, by }, inside);
    const question = { list: 'hindsight', by, ...asked };
    return this.answer<HindsightGroup>(question, format, hindsightColumns, report);
  }

  /** The reasons for which overrides keep being approved: candidates for a change of the policy. */
  @Get('policy-candidates')
  @Scoped('rows')
  @Overseers()
  @InAllFormats()
  @Answers(200, CandidatePage)
  candidates(
    @Query() asked: CandidatesAsked,
    @Format() format: Format,
    @CallersScope() inside: CallersScope,
  ) {
    const report = (standing: Standing) => this.book.candidates({ ...asked, ...standing }, inside);
    return this.answer<CandidateFound>({ list: 'candidates', ...asked }, format, candidateColumns, report);
  }

  /** Whose overrides they are, seat by seat. */
  @Get('concentration')
  @Scoped('rows')
  @Overseers()
  @InAllFormats()
  @Answers(200, ConcentrationPage)
  concentration(
    @Query() asked: ConcentrationAsked,
    @Format() format: Format,
    @CallersScope() inside: CallersScope,
  ) {
    const report = (standing: Standing) => this.book.concentration({ ...asked, ...standing }, inside);
    return this.answer<SeatShare>({ list: 'concentration', ...asked }, format, seatColumns, report);
  }

  /** Which approvals and ratifications on record were conflicted: as known then, and as known now or at `knownAt`. */
  @Get('conflicts')
  @Scoped('rows')
  @Overseers()
  @InAllFormats()
  @Answers(200, ConflictPage)
  conflicts(@Query() asked: ConflictsAsked, @Format() format: Format, @CallersScope() inside: CallersScope) {
    const report = (standing: Standing) => this.book.conflicts({ ...asked, ...standing }, inside);
    return this.answer<ConflictOnRecord>({ list: 'conflicts', ...asked }, format, conflictColumns, report);
  }

  private async answer<Row extends object>(
    { limit, cursor, ...of }: Asked,
    format: Format,
    columns: readonly (keyof Row & string)[],
    report: (standing: Standing) => Promise<{ readonly items: readonly Row[] }>,
  ) {
    const stand = () => this.book.stand(of);
    if (format !== 'json') return stream(format, columns, inOneBatch((await report(await stand())).items));
    return this.pages.read({ of, limit, cursor }, stand, async (standing, page: Offset) => {
      const { items, ...rest } = await report(standing);
      return { ...rest, ...pageOfList(items, page) };
    });
  }
}
