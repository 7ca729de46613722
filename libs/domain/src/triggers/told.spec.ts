import { day } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import { accountKnown, bands, known, planOf } from '../../../testing/src/known';
import type { KnownInput } from '../placement/knowledge';
import { ExternalId, FactId, PersonId, SchemeCode, TierCode } from '../vocabulary';
import { businessReviews } from './business-reviews';
import { BusinessReviewHeld } from './business-reviews.events';
import { opportunity } from './opportunity';
import {
  BindingTierIndicated,
  ProvisionalTierIndicated,
  TierIndicationWithdrawn,
} from './opportunity.events';
import { policyReviews } from './policy-reviews';
import { PolicyReviewCalled, PolicyReviewed } from './policy-reviews.events';

const scheme = SchemeCode.parse('cv');
const externalId = ExternalId.parse('ACME');
const person = PersonId.parse('ana');

describe('reviews of a policy', () => {
  const review = { scheme, reviewedOn: day('2025-03-31'), note: 'As it was.', reviewedBy: person };
  const call = {
    ...{ scheme, reason: 'PRICING_CHANGE' as const, occurredOn: day('2025-03-31') },
    ...{ note: 'List prices rose.', calledBy: person },
  };

  it('are told once each', () => {
    given(policyReviews)()
      .when({ type: 'RecordPolicyReview', ...review })
      .then(PolicyReviewed(review));
    given(policyReviews)(PolicyReviewed(review))
      .when({ type: 'RecordPolicyReview', ...review })
      .thenNothing();
    given(policyReviews)(PolicyReviewed(review))
      .when({ type: 'CallPolicyReview', ...call })
      .then(PolicyReviewCalled(call));
    given(policyReviews)(PolicyReviewCalled(call))
      .when({ type: 'CallPolicyReview', ...call })
      .thenNothing();
    expect(policyReviews.idOf({ type: 'RecordPolicyReview', ...review })).toBe('cv');
  });
});

describe('business reviews', () => {
  const review = {
    externalId,
    heldOn: day('2025-03-31'),
    note: 'QBR',
    attendees: ['Ines'],
    recordedBy: person,
  };

  it('are told once each', () => {
    given(businessReviews)()
      .when({ type: 'RecordBusinessReview', ...review })
      .then(BusinessReviewHeld(review));
    given(businessReviews)(BusinessReviewHeld(review))
      .when({ type: 'RecordBusinessReview', ...review })
      .thenNothing();
    expect(businessReviews.idOf({ type: 'RecordBusinessReview', ...review })).toBe('ACME');
  });
});

describe('the tiers that an opportunity indicates', () => {
  const plan = planOf(
    bands({
      tiers: [
        { code: 'T1', rank: 3 },
        { code: 'T2', rank: 2 },
        { code: 'T3', rank: 1 },
      ],
      measures: { acv: { fact: 'acv' } },
      boundaries: [
        { tier: 'T1', measure: 'acv', at: '1000000', inclusive: true },
        { tier: 'T2', measure: 'acv', at: '250000', inclusive: true },
      ],
    }),
  );
  const indicate = (basis: string, ...inputs: readonly KnownInput[]) => ({
    ...{ type: 'IndicateTiers' as const, scheme, externalId, plan, basis, account: accountKnown(inputs) },
  });
  const old = known('acv', '5', '2024-01-01');
  const open = known('opportunityAcv', '300000', '2025-02-01', 'o1');
  const stage = known('opportunityStage', 'proposal', '2025-02-01', 's1');
  const signed = known('acv', '200000', '2025-04-01', 'c1');
  const said = { scheme, externalId, policyVersion: 1 };
  const provisional = ProvisionalTierIndicated({
    ...{ ...said, day: day('2025-02-01'), stage: 'proposal', value: '300000', basis: '7' },
    ...{ tier: TierCode.parse('T2'), place: 1, factIds: [FactId.parse('o1'), FactId.parse('s1')] },
  });
  const binding = BindingTierIndicated({
    ...{ ...said, day: day('2025-04-01'), value: '200000', basis: '9' },
    ...{ tier: TierCode.parse('T3'), place: 0, factIds: [FactId.parse('c1')] },
  });

  it('are provisional at a stage and binding at the signature, both recorded', () => {
    given(opportunity)()
      .when(indicate('7', old, open, stage))
      .then(provisional);
    given(opportunity)(provisional)
      .when(indicate('9', old, open, stage, signed))
      .then(binding);
    given(opportunity)(provisional, binding)
      .when(indicate('11', old, open, stage, signed))
      .thenNothing();
  });

  it('are none for contracts that were no opportunity', () =>
    given(opportunity)()
      .when(indicate('7', old, signed))
      .thenNothing());

  it('are others when the facts are, and withdrawn with them', () => {
    const less = known('opportunityAcv', '200000', '2025-02-01', 'o1');
    given(opportunity)(provisional)
      .when(indicate('9', old, less, stage))
      .then(
        ProvisionalTierIndicated({
          ...{ ...provisional.data, value: '200000', tier: TierCode.parse('T3'), place: 0, basis: '9' },
        }),
      );
    given(opportunity)(provisional)
      .when(indicate('9', old))
      .then(
        TierIndicationWithdrawn({
          scheme,
          externalId,
          day: day('2025-02-01'),
          kind: 'provisional',
          basis: '9',
        }),
      );
  });

  it('are not told again of older knowledge', () =>
    given(opportunity)(provisional, binding).when(indicate('8', old)).thenNothing());

  it('have a stream for each account and scheme', () =>
    expect(opportunity.idOf(indicate('7'))).toBe('cv/ACME'));
});
