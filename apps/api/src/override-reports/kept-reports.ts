import { Injectable } from '@nestjs/common';
import { KeptLists } from '../due/kept-lists';

/** A report: its rows, and what it says beside them. */
export interface Report<Row> {
  readonly items: readonly Row[];
}

/** Reports of a few questions, so that the pages of one are not worked out anew; a report at a position never changes. */
@Injectable()
export class KeptReports {
  private readonly kept = new KeptLists<Report<unknown>>(8);

  async of<R extends Report<unknown>>(question: unknown, make: () => Promise<R>): Promise<R> {
    const [report] = await this.kept.of(question, async () => [await make()]);
    // What is kept under a question was made for that question.
    return report as R;
  }
}
