import { canonicalJson, type Day } from '#libs/kernel';
import { type DecisionBasis, decide } from '../placement/decision';
import { endingOf } from '../placement/ending';
import { cohortsOn, type RankedCohort } from '../placement/knowledge';
import type { Assessment, Input } from '../placement/placement.events';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';

/** A decision on record, with what is needed to take it again. */
export interface OnRecord {
  /** Of its version; null where no policy had a part. */
  readonly document: PolicyDocument | null;
  /** The first day of the timeline. */
  readonly opened: Day;
  readonly previous: Assessment | undefined;
  readonly assessment: Assessment;
  /** The assessment as it is written on record, in canonical JSON; without it, it is written again. */
  readonly written?: string;
  /** The cohorts that were known when it was taken. */
  readonly cohorts: readonly RankedCohort[];
}

/** A decision that a policy had a part in. */
export interface Judged extends OnRecord {
  readonly document: PolicyDocument;
}

/** What a decision stood on, put together again from what its event keeps. */
export const basisOf = ({ document, opened, previous, assessment, cohorts }: Judged): DecisionBasis => {
  const { day, kind, policyVersion, cohortOf } = assessment;
  const { inputs, bypass, renewal } = partsOf(document, assessment);
  const { last, before } = cohortsOn({ cohorts }, policyVersion, cohortOf ?? day);
  return {
    due: { day, kind, policy: { version: policyVersion, from: day, until: null, document } },
    inputs,
    opened,
    previous,
    cuts: last?.cuts ?? null,
    cutsBefore: last?.day === day ? (before?.cuts ?? null) : null,
    cohortOf,
    bypass,
    renewal,
  };
};

/** Whether a policy had a part in a decision. */
export const isJudged = (record: OnRecord): record is Judged => record.document !== null;

/** What a decision on record stood on; null where no policy had a part. */
const standsOn = (record: OnRecord): DecisionBasis | null => (isJudged(record) ? basisOf(record) : null);

/** Takes a decision again from what its event keeps: the same assessment, to the byte. */
export const replay = (record: OnRecord, basis = standsOn(record)): Assessment => {
  const { day: on, mergedInto: into } = record.assessment;
  if (into !== undefined) return endingOf({ on, into }, record.opened);
  if (basis === null) throw new TypeError(`The policy of the decision on ${on} is needed to take it again.`);
  return decide(basis);
};

/** Whether a decision on record comes out the same, byte for byte. One of before verdicts were kept is held without. */
export const isReplayed = (record: OnRecord, basis = standsOn(record)): boolean => {
  const again = replay(record, basis);
  const { assessment, written = canonicalJson(assessment) } = record;
  return canonicalJson(assessment.verdicts === undefined ? withoutVerdicts(again) : again) === written;
};

const withoutVerdicts = ({ verdicts: _, ...rest }: Assessment): Assessment => rest;

/** The measures read stand first; what follows are the facts that set the stabiliser aside or put its shield up. */
const partsOf = (document: PolicyDocument, { inputs, reasons }: Assessment) => {
  const read = judgeOf(document).reads.length;
  const facts: readonly Input[] = inputs.slice(read);
  const isBypassed = reasons.some((reason) => reason.startsWith('BYPASS:'));
  const [bypass, renewal] = isBypassed ? [facts[0], facts[1]] : [undefined, facts[0]];
  return { inputs: inputs.slice(0, read), bypass, renewal };
};
