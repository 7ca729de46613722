/** What a section would say and cannot: there is nothing to say it from. */
export interface NotMeasured {
  readonly notMeasured: string;
}

export const notMeasured = (why: string): NotMeasured => ({ notMeasured: why });

export const isMeasured = <Finding extends object>(finding: Finding | NotMeasured): finding is Finding =>
  !('notMeasured' in finding);
