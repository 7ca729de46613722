import { bandsJudge } from './bands';
import type { CutPoints, Judge, Judgement, Reading } from './judge';
import { matrixJudge } from './matrix';
import type { PolicyDocument, PolicyKind } from '../policy-document';
import { percentileJudge, scoreJudge } from './score';
import { tableJudge } from './table';

/** How a judge is made of a document, by its kind. */
const judgeMakers: { [Kind in PolicyKind]: (document: Extract<PolicyDocument, { kind: Kind }>) => Judge } = {
  bands: bandsJudge,
  score: scoreJudge,
  percentile: percentileJudge,
  matrix: matrixJudge,
  table: tableJudge,
};

const judges = new WeakMap<PolicyDocument, Judge>();

/** The judge of a document, made once for each. */
export const judgeOf = (document: PolicyDocument): Judge => {
  const known = judges.get(document);
  if (known) return known;
  // The table gives each kind of document the maker of its kind.
  const judge = (judgeMakers[document.kind] as (document: PolicyDocument) => Judge)(document);
  judges.set(document, judge);
  return judge;
};

/** The tier that a policy indicates for the inputs of a day. */
export const indicate = (
  document: PolicyDocument,
  inputs: readonly Reading[],
  cuts: CutPoints | null = null,
): Judgement => judgeOf(document).judge(inputs, cuts);
