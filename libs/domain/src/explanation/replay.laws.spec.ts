import { canonicalJson } from '#libs/kernel';
import fc from 'fast-check';
import { asStored } from '../../../testing/src/given';
import { law } from '../../../testing/src/laws';
import { anyAccount, anyDocument, anyPlan } from '../../../testing/src/policies';
import { policyOn } from '../placement/due-days';
import type { SchemeKnowledge } from '../placement/knowledge';
import { placement } from '../placement/placement';
import { type Assessment, TierRestated } from '../placement/placement.events';
import { foldTimeline } from '../placement/timeline';
import { errorsOf, lint } from '../policy/lint/lint';
import { accountView, ExternalId, SchemeCode } from '../vocabulary';
import { isReplayed, type OnRecord, replay } from './replay';

const recordsOf = (
  plan: SchemeKnowledge,
  opened: OnRecord['opened'],
  assessments: readonly Assessment[],
): OnRecord[] =>
  assessments.map((assessment, index) => ({
    document: policyOn(plan, assessment.day)!.document,
    opened,
    previous: assessments[index - 1],
    assessment,
    cohorts: plan.cohorts,
  }));

const stored = (opened: OnRecord['opened'], assessments: Assessment[]): Assessment[] =>
  asStored(placement.events)(
    TierRestated({
      scheme: SchemeCode.parse('s'),
      view: accountView,
      externalId: ExternalId.parse('ACME'),
      from: opened,
      opened,
      assessments,
      cause: { kind: 'RUN' },
      basis: '1',
    }),
  ).data.assessments;

describe('law 4: a decision replayed', () => {
  law(
    'gives the same bytes, under a policy of any kind',
    fc.property(anyAccount, anyPlan, (account, plan) => {
      const { opened, assessments } = foldTimeline(account, plan);
      if (opened === null) return;
      for (const record of recordsOf(plan, opened, assessments))
        expect(canonicalJson(replay(record))).toBe(canonicalJson(record.assessment));
    }),
  );

  law(
    'gives the same bytes when it comes back from the store',
    fc.property(anyAccount, anyPlan, (account, plan) => {
      const { opened, assessments } = foldTimeline(account, plan);
      if (opened === null) return;
      const back = stored(opened, [...assessments]);
      expect(recordsOf(plan, opened, back).filter((record) => !isReplayed(record))).toEqual([]);
    }),
  );

  law(
    'does not when another tier is on record',
    fc.property(anyAccount, anyPlan, (account, plan) => {
      const { opened, assessments } = foldTimeline(account, plan);
      const record = opened === null ? undefined : recordsOf(plan, opened, assessments).at(-1);
      fc.pre(record !== undefined);
      const forged = { ...record.assessment, computed: 'other' as never };
      expect(isReplayed({ ...record, assessment: forged })).toBe(false);
    }),
  );

  law(
    'is tried on sound documents',
    fc.property(anyDocument, (document) => {
      expect(errorsOf(lint(document))).toEqual([]);
    }),
  );
});
