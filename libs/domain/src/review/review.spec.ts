import { day } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import {
  anItem,
  attested,
  decided,
  digest,
  opened,
  overrideId,
  person,
  pin,
  pinned,
  quarter,
  reviewId,
  threeItems,
} from '../../../testing/src/reviews';
import { type ReviewCommand, review } from './review';
import { stateOf } from './review-life';
import { type ReviewEvent, ReviewSealed } from './review.events';

const scenario = given(review);
const today = day('2025-04-10');
const afterwards = day('2025-05-01');
const [jump, override, promotion] = threeItems as [never, never, never];

type Of<T extends ReviewCommand['type']> = Partial<Extract<ReviewCommand, { type: T }>>;
const open = (more: Of<'OpenReview'> = {}): ReviewCommand => ({
  ...{ type: 'OpenReview', reviewId, scheme: 'cv' as never, view: 'ACCOUNT' as never, quarter, scope: {} },
  ...{ deadline: day('2025-04-30'), openedBy: person('rob'), today: day('2025-03-01'), ...more },
});
const pinIt = (more: Of<'PinReview'> = {}): ReviewCommand => ({
  ...{ type: 'PinReview', reviewId, pin, digest, items: threeItems, overrides: [overrideId] },
  ...{ pinnedBy: person('rob'), today: day('2025-04-02'), ...more },
});
const decide = (n: number, more: Of<'DecideItem'> = {}): ReviewCommand => ({
  ...{ type: 'DecideItem', reviewId, n, decision: 'CONFIRM', comment: 'Seen.' },
  ...{ decidedBy: person('fay'), findings: [], today, ...more },
});
const confirm = (items: number[], more: Of<'ConfirmItems'> = {}): ReviewCommand => ({
  ...{ type: 'ConfirmItems', reviewId, items, decidedBy: person('fay'), findings: [], today, ...more },
});
const attest = (by: string, roles: string[], more: Of<'AttestReview'> = {}): ReviewCommand => ({
  ...{ type: 'AttestReview', reviewId, statement: 'So it is.', attestedBy: person(by), roles },
  ...{ findings: [], today, ...more },
});
const seal = (more: Of<'SealReview'> = {}): ReviewCommand => ({
  ...{ type: 'SealReview', reviewId, digestNow: digest, emergencies: [], conflicts: [] },
  ...{ sealedBy: person('cora'), today, ...more },
});

const sealed = ReviewSealed({
  ...{ reviewId, scheme: 'cv' as never, digest, defaulted: [] },
  ...{ sealedBy: person('cora'), sealedOn: today },
});
const allDecided = [
  decided(jump, 'CONFIRM', 'fay'),
  decided(override, 'CONFIRM', 'fay'),
  decided(promotion, 'CONFIRM', 'fay'),
];
const allAttested = [attested('revops', 'rob'), attested('finance', 'fay'), attested('committee', 'cora')];
const finding = { rule: 'SOD-8' as const, detail: 'fay had a part in it.' };

describe('the life of a review', () => {
  const state = (...events: ReviewEvent[]) => {
    const found = scenario(...events).state();
    return found.status === 'unopened' ? 'unopened' : stateOf(found);
  };

  it.each([
    ['DRAFT', [opened()]],
    ['PINNED', [opened(), pinned()]],
    ['IN_REVIEW', [opened(), pinned(), allDecided[0]!]],
    ['IN_REVIEW', [opened(), pinned(), ...allDecided, ...allAttested.slice(0, 2)]],
    ['ATTESTED', [opened(), pinned(), ...allDecided, ...allAttested]],
    ['IN_REVIEW', [opened(), pinned(), ...allAttested, allDecided[0]!]],
    ['SEALED', [opened(), pinned(), ...allDecided, ...allAttested, sealed]],
  ])('is %s', (expected, events) => expect(state(...events)).toBe(expected));
});

describe('a review is opened', () => {
  it('for a quarter that is running, or over', () => {
    scenario().when(open()).then(opened());
    scenario()
      .when(open({ today: day('2024-12-31') }))
      .thenRefused('QUARTER_NOT_BEGUN');
  });

  it('with a deadline behind its quarter and not before today', () => {
    scenario()
      .when(open({ deadline: day('2025-03-31') }))
      .thenRefused('DEADLINE_TOO_EARLY');
    scenario()
      .when(open({ today: day('2025-05-02') }))
      .thenRefused('DEADLINE_TOO_EARLY');
  });

  it('once, unless it was left a draft beyond its deadline', () => {
    scenario(opened()).when(open()).thenRefused('REVIEW_EXISTS', { reviewId, state: 'DRAFT' });
    scenario(opened(), pinned())
      .when(open({ today: afterwards }))
      .thenRefused('REVIEW_EXISTS');
    scenario(opened(), pinned(), sealed).when(open()).thenRefused('REVIEW_SEALED');
    const anew = { deadline: day('2025-05-31'), today: afterwards };
    const again = opened();
    const data = { ...again.data, deadline: anew.deadline, openedOn: anew.today };
    scenario(opened())
      .when(open(anew))
      .then({ ...again, data } as ReviewEvent);
  });
});

describe('a review is pinned', () => {
  it('when its quarter is over, and once', () => {
    scenario(opened()).when(pinIt()).then(pinned());
    scenario(opened())
      .when(pinIt({ today: day('2025-03-31') }))
      .thenRefused('QUARTER_NOT_OVER');
    scenario(opened(), pinned()).when(pinIt()).thenRefused('REVIEW_PINNED');
  });

  it('before its deadline is over', () =>
    scenario(opened())
      .when(pinIt({ today: afterwards }))
      .thenRefused('REVIEW_CLOSED'));
});

describe('an item is decided', () => {
  const scene = scenario(opened(), pinned());

  it('with a comment, but for a CONFIRM of low risk', () => {
    scene.when(decide(1)).then(decided(jump, 'CONFIRM', 'fay'));
    scene.when(decide(3, { comment: undefined })).then(decided(promotion, 'CONFIRM', 'fay', {}));
    scene.when(decide(1, { comment: undefined })).thenRefused('COMMENT_NEEDED', { risk: 'HIGH' });
    scene.when(decide(3, { decision: 'DEFER', comment: undefined })).thenRefused('COMMENT_NEEDED');
  });

  it('once: the same word by the same person says nothing new, any other is refused', () => {
    const after = scenario(opened(), pinned(), decided(jump, 'CONFIRM', 'fay'));
    after.when(decide(1)).thenNothing();
    after.when(decide(1, { decidedBy: person('cora') })).thenRefused('ITEM_DECIDED', { decidedBy: 'fay' });
    after.when(decide(1, { decision: 'DEFER' })).thenRefused('ITEM_DECIDED');
  });

  it('again where more information was needed', () =>
    scenario(opened(), pinned(), decided(jump, 'NEEDS_INFO', 'cora'))
      .when(decide(1))
      .then(decided(jump, 'CONFIRM', 'fay')));

  it('is put off for one quarter at most', () => {
    scene.when(decide(1, { decision: 'DEFER' })).then(decided(jump, 'DEFER', 'fay'));
    scene.when(decide(2, { decision: 'DEFER' })).thenRefused('DEFERRED_BEFORE', { deferredFrom: '2024-Q4' });
  });

  it('is not put off to a review that has its items already', () => {
    const nextPinned = '2025-Q2';
    scene
      .when(decide(1, { decision: 'DEFER', nextPinned }))
      .thenRefused('NEXT_REVIEW_PINNED', { nextPinned });
    scene.when(decide(1, { nextPinned })).then(decided(jump, 'CONFIRM', 'fay'));
  });

  it('revokes an override where it is about one', () => {
    scene.when(decide(2, { decision: 'REVOKE_OVERRIDE' })).then(decided(override, 'REVOKE_OVERRIDE', 'fay'));
    scene.when(decide(3, { decision: 'REVOKE_OVERRIDE' })).thenRefused('NO_OVERRIDE_TO_REVOKE');
  });

  it('never by whom it is a matter of, nor when it is not there, nor behind the deadline', () => {
    scene.when(decide(2, { findings: [finding] })).thenRefused('SOD_VIOLATION', { rule: 'SOD-8' });
    scene.when(decide(4)).thenRefused('NOT_FOUND');
    scene
      .when(decide(3, { decision: 'REVOKE_OVERRIDE', today: day('2025-04-30') }))
      .thenRefused('NO_OVERRIDE_TO_REVOKE');
    scene.when(decide(1, { today: afterwards })).thenRefused('REVIEW_CLOSED');
    scenario().when(decide(1)).thenRefused('NOT_FOUND');
    scenario(opened()).when(decide(1)).thenRefused('REVIEW_DRAFT');
  });
});

describe('items are confirmed together', () => {
  const bulk = { bulk: true as const };
  const many = Array.from({ length: 51 }, (_, index) => anItem(index + 1));
  const all = many.map(({ n }) => n);

  it('fifty of low risk at most', () => {
    const scene = scenario(opened(), pinned(many));
    scene
      .when(confirm(all.slice(0, 50)))
      .then(...many.slice(0, 50).map((item) => decided(item, 'CONFIRM', 'fay', bulk)));
    scene.when(confirm(all)).thenRefused('TOO_MANY_AT_ONCE');
    scene.when(confirm([7, 7])).then(decided(many[6]!, 'CONFIRM', 'fay', bulk));
  });

  it('all or none', () => {
    const scene = scenario(opened(), pinned(), decided(promotion, 'CONFIRM', 'cora', {}));
    scene.when(confirm([3, 1])).thenRefused('RISK_TOO_HIGH', { items: [1] });
    scene.when(confirm([3])).thenRefused('ITEM_DECIDED', { n: 3 });
    scene.when(confirm([9])).thenRefused('NOT_FOUND');
    scene.when(confirm([3], { findings: [finding] })).thenRefused('SOD_VIOLATION');
    scene.when(confirm([3], { decidedBy: person('cora') })).thenNothing();
  });
});

describe('a review is attested', () => {
  const scene = scenario(opened(), pinned(), attested('revops', 'rob'));

  it('in each role by another person', () => {
    scene.when(attest('fay', ['finance'])).then(attested('finance', 'fay'));
    scene.when(attest('eve', ['revops', 'committee'])).then(attested('committee', 'eve'));
    scene
      .when(attest('rob', ['revops', 'finance'], { role: 'finance' }))
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-5' });
    scene.when(attest('rob', ['revops', 'finance'])).thenNothing();
  });

  it('in one role alone by one person, however their name is written', () =>
    scene
      .when(attest('Rob', ['revops', 'finance'], { role: 'finance' }))
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-5' }));

  it('by somebody else in the same role, who takes over', () =>
    scene.when(attest('ron', ['revops'])).then(attested('revops', 'ron')));

  it('by nobody without the role, or with a conflict', () => {
    scene.when(attest('cleo', ['cs-lead'])).thenRefused('ROLE_NEEDED');
    scene.when(attest('fay', ['finance'], { role: 'committee' })).thenRefused('ROLE_NEEDED');
    scene.when(attest('fay', ['finance'], { findings: [finding] })).thenRefused('SOD_VIOLATION');
    scenario(opened())
      .when(attest('fay', ['finance']))
      .thenRefused('REVIEW_DRAFT');
  });

  it('anew where something was decided since', () =>
    scenario(opened(), pinned(), attested('finance', 'fay'), allDecided[0]!)
      .when(attest('fay', ['finance']))
      .then(attested('finance', 'fay')));
});

describe('a review is sealed', () => {
  const ready = scenario(opened(), pinned(), ...allDecided, ...allAttested);

  it('when everything is decided and attested', () => ready.when(seal()).then(sealed));

  it('with what is undecided, once its deadline has passed', () => {
    const attestedOnly = scenario(opened(), pinned(), allDecided[2]!, ...allAttested);
    attestedOnly.when(seal()).thenRefused('SEAL_BLOCKED', {
      reasons: [expect.objectContaining({ code: 'UNDECIDED_ITEMS', items: [1, 2], count: 2 })],
    });
    const data = { ...(sealed.data as object), defaulted: [1, 2], sealedOn: afterwards };
    attestedOnly.when(seal({ today: afterwards })).then({ ...sealed, data } as ReviewEvent);
  });

  it.each([
    ['EMERGENCY_UNRATIFIED', { emergencies: [overrideId] }],
    ['SIGNER_CONFLICTED', { conflicts: [finding] }],
    ['PACK_NOT_REPRODUCED', { digestNow: 'cd'.repeat(32) }],
  ])('unless there is %s', (code, more) =>
    ready.when(seal(more)).thenRefused('SEAL_BLOCKED', { reasons: [expect.objectContaining({ code })] }),
  );

  it('and says everything at once that keeps it from being so', () =>
    scenario(opened(), pinned(), attested('revops', 'rob'))
      .when(seal({ emergencies: [overrideId] }))
      .thenRefused('SEAL_BLOCKED', {
        reasons: [
          expect.objectContaining({ code: 'NOT_ATTESTED', roles: ['finance', 'committee'] }),
          expect.objectContaining({ code: 'UNDECIDED_ITEMS' }),
          expect.objectContaining({ code: 'EMERGENCY_UNRATIFIED', overrides: [overrideId] }),
        ],
      }));

  it.each(
    [pinIt(), decide(1), confirm([3]), attest('eve', ['finance']), seal()].map(
      (command) => [command.type, command] as const,
    ),
  )('and then nothing changes any more: %s', (_, command) =>
    scenario(opened(), pinned(), ...allDecided, ...allAttested, sealed)
      .when(command)
      .thenRefused('REVIEW_SEALED'),
  );
});
