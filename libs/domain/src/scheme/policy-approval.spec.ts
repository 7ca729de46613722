import { day } from '#libs/kernel';
import { contractValue } from '../../../testing/src/documents';
import { given } from '../../../testing/src/given';
import { PersonId, SchemeCode } from '../vocabulary';
import type { ApproverRole } from '../policy/approver-role';
import { PolicyDocument } from '../policy/policy-document';
import { type ApprovePolicy, missingApprovals } from './policy-approval';
import { scheme } from './scheme';
import * as happened from './scheme.events';
import type { SchemeEvent } from './scheme.events';

const code = SchemeCode.parse('cv');
const [ana, ben, cleo, dan] = ['ana', 'ben', 'cleo', 'dan'].map((name) => PersonId.parse(name)) as [
  PersonId,
  PersonId,
  PersonId,
  PersonId,
];
const version = { scheme: code, version: 1 };
const ofThree = PolicyDocument.parse({ ...contractValue, approvals: ['revops', 'finance', 'sales-leader'] });

const handedIn = (document = ofThree): SchemeEvent[] => [
  happened.SchemeOpened({ scheme: code, name: 'CV', description: '', primary: true }),
  happened.PolicyDrafted({ ...version, document, author: ana }),
  happened.PolicySubmitted({ ...version, submittedBy: ana }),
];
const byRole = (role: ApproverRole, approvedBy: PersonId) =>
  happened.PolicyApprovalGiven({ ...version, role, approvedBy });
const approve = (
  approvedBy: PersonId,
  roles: ApproverRole[],
  more: Partial<ApprovePolicy> = {},
): ApprovePolicy => ({ type: 'ApprovePolicy', ...version, approvedBy, roles, ...more });

const scenario = given(scheme);

describe('the approvals that a policy asks for', () => {
  it('are given one by one, and the last of them approves it', () => {
    scenario(...handedIn())
      .when(approve(ben, ['revops']))
      .then(byRole('revops', ben));
    scenario(...handedIn(), byRole('revops', ben))
      .when(approve(cleo, ['finance'], { comment: 'Fine.' }))
      .then(
        happened.PolicyApprovalGiven({ ...version, role: 'finance', approvedBy: cleo, comment: 'Fine.' }),
      );
    scenario(...handedIn(), byRole('revops', ben), byRole('finance', cleo))
      .when(approve(dan, ['sales-leader']))
      .then(happened.PolicyApproved({ ...version, role: 'sales-leader', approvedBy: dan }));
  });

  it('are told while they are missing', () => {
    const after = (...events: SchemeEvent[]) =>
      missingApprovals([...handedIn(), ...events].reduce(scheme.evolve, scheme.initialState()).policies[0]!);
    expect(after()).toEqual(['revops', 'finance', 'sales-leader']);
    expect(after(byRole('finance', ben))).toEqual(['revops', 'sales-leader']);
    expect(after(happened.PolicyApproved({ ...version, approvedBy: ben }))).toEqual([]);
  });

  it('count for the role named, else for the first of the caller that is missing', () => {
    scenario(...handedIn())
      .when(approve(ben, ['finance', 'revops'], { as: 'finance' }))
      .then(byRole('finance', ben));
    scenario(...handedIn(), byRole('revops', cleo))
      .when(approve(ben, ['finance', 'revops']))
      .then(byRole('finance', ben));
  });

  it('are of different people, none of them the author', () => {
    const one = [...handedIn(), byRole('revops', ben)];
    scenario(...one)
      .when(approve(ben, ['revops', 'finance']))
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-5' });
    scenario(...one)
      .when(approve(ben, ['revops', 'finance'], { as: 'finance' }))
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-5' });
    const findings = [{ rule: 'SOD-7' as const, detail: 'ben may decide for ana, who wrote it.' }];
    scenario(...handedIn())
      .when(approve(ben, ['revops'], { findings }))
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-7', findings });
    for (const author of [ana, PersonId.parse('ANA')])
      scenario(...handedIn())
        .when(approve(author, ['revops']))
        .thenRefused('SOD_VIOLATION', { rule: 'SOD-7' });
  });

  it('given again are nothing new', () => {
    scenario(...handedIn(), byRole('revops', ben))
      .when(approve(ben, ['revops']))
      .thenNothing();
    scenario(...handedIn(), byRole('revops', ben))
      .when(approve(cleo, ['revops']))
      .thenNothing();
  });

  it('are not given in a role that is not held, or not asked for', () => {
    scenario(...handedIn())
      .when(approve(ben, ['revops'], { as: 'finance' }))
      .thenRefused('ROLE_NOT_HELD');
    const refused = { asked: ofThree.approvals, missing: ofThree.approvals };
    scenario(...handedIn())
      .when(approve(ben, ['cs-lead']))
      .thenRefused('ROLE_NOT_ASKED_FOR', refused);
    scenario(...handedIn())
      .when(approve(ben, ['revops', 'cs-lead'], { as: 'cs-lead' }))
      .thenRefused('ROLE_NOT_ASKED_FOR', refused);
    scenario(...handedIn())
      .when(approve(ben, []))
      .thenRefused('ROLE_NOT_ASKED_FOR', refused);
  });

  it('are one by anybody who approves, where none is asked for', () =>
    scenario(...handedIn(contractValue))
      .when(approve(ben, []))
      .then(happened.PolicyApproved({ ...version, approvedBy: ben })));

  it('keep the simulation that they rest on, and are not given without it', () => {
    scenario(...handedIn())
      .when(approve(ben, ['revops'], { simulation: { hash: 'h' } }))
      .then(happened.PolicyApprovalGiven({ ...byRole('revops', ben).data, simulationHash: 'h' }));
    scenario(...handedIn(contractValue))
      .when(approve(ben, [], { simulation: { hash: 'h' } }))
      .then(happened.PolicyApproved({ ...version, approvedBy: ben, simulationHash: 'h' }));
    for (const [trouble, refusal] of [
      ['needed', 'SIMULATION_HASH_NEEDED'],
      ['unknown', 'SIMULATION_STALE'],
      ['moved-on', 'SIMULATION_STALE'],
    ] as const)
      scenario(...handedIn())
        .when(approve(ben, ['revops'], { simulation: { trouble } }))
        .thenRefused(refusal);
    scenario(...handedIn())
      .when(approve(ana, ['revops'], { simulation: { trouble: 'unknown' } }))
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-7' });
  });

  it('ask for each role once', () =>
    expect(PolicyDocument.safeParse({ ...contractValue, approvals: ['revops', 'revops'] }).success).toBe(
      false,
    ));
});

describe('a policy in the shadow', () => {
  const drafted = handedIn(contractValue).slice(0, 2);
  const shadow = { type: 'ShadowPolicy' as const, ...version, from: day('2025-01-01'), shadowedBy: ben };
  const shadowed = happened.PolicyShadowed({ ...version, from: shadow.from, shadowedBy: ben });
  const unshadow = { type: 'UnshadowPolicy' as const, ...version, unshadowedBy: ben };
  const unshadowed = happened.PolicyUnshadowed({ ...version, unshadowedBy: ben });

  it('runs beside the plan from a day on, until it no longer does', () => {
    scenario(...drafted)
      .when(shadow)
      .then(shadowed);
    scenario(...drafted, shadowed)
      .when(shadow)
      .thenNothing();
    scenario(...drafted, shadowed)
      .when({ ...shadow, from: day('2025-02-01') })
      .then(happened.PolicyShadowed({ ...shadowed.data, from: day('2025-02-01') }));
    scenario(...drafted, shadowed)
      .when(unshadow)
      .then(unshadowed);
    scenario(...drafted)
      .when(unshadow)
      .thenNothing();
    scenario(...drafted, shadowed, unshadowed)
      .when(unshadow)
      .thenNothing();
  });

  it('is not one that has been turned down, or that is part of the plan', () => {
    const approved = happened.PolicyApproved({ ...version, approvedBy: ben });
    const rejected = happened.PolicyRejected({ ...version, rejectedBy: ben, comment: 'No.' });
    const scheduled = happened.PolicyScheduled({ ...version, effectiveFrom: shadow.from, scheduledBy: ben });
    const submitted = handedIn(contractValue);
    scenario(...submitted, approved)
      .when(shadow)
      .then(shadowed);
    scenario(...submitted, rejected)
      .when(shadow)
      .thenRefused('POLICY_OUT_OF_ORDER', { status: 'rejected' });
    scenario(...submitted, approved, shadowed, scheduled)
      .when(shadow)
      .thenRefused('POLICY_OUT_OF_ORDER', { status: 'scheduled' });
    scenario(...submitted, shadowed, approved, scheduled)
      .when(unshadow)
      .thenNothing();
    scenario(...submitted, shadowed, rejected)
      .when(unshadow)
      .thenNothing();
  });

  it('has no errors', () => {
    const faulty = { ...contractValue, boundaries: contractValue.boundaries.slice(1) };
    const outcome = scheme.decide(
      shadow,
      handedIn(faulty).slice(0, 2).reduce(scheme.evolve, scheme.initialState()),
    );
    expect(outcome).toMatchObject({ code: 'POLICY_HAS_LINT_ERRORS' });
  });
});
