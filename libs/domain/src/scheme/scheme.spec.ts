import { day } from '#libs/kernel';
import { contractValue, revenueBands } from '../../../testing/src/documents';
import { given } from '../../../testing/src/given';
import { bands } from '../../../testing/src/known';
import { ExternalId, PersonId, SchemeCode } from '../vocabulary';
import { lint } from '../policy/lint/lint';
import { scheme } from './scheme';
import * as happened from './scheme.events';
import { schemeKnowledge } from './scheme-knowledge';

const code = SchemeCode.parse('contract-value');
const [ana, ben] = [PersonId.parse('ana'), PersonId.parse('ben')];
const profile = { scheme: code, name: 'Contract value', description: '', primary: true };

const opened = happened.SchemeOpened(profile);
const drafted = (version = 1, document = contractValue) =>
  happened.PolicyDrafted({ scheme: code, version, document, author: ana });
const submitted = (version = 1) => happened.PolicySubmitted({ scheme: code, version, submittedBy: ana });
const approved = (version = 1) => happened.PolicyApproved({ scheme: code, version, approvedBy: ben });
const rejected = happened.PolicyRejected({ scheme: code, version: 1, rejectedBy: ben, comment: 'Too low.' });
const scheduled = (version: number, from: string) =>
  happened.PolicyScheduled({ scheme: code, version, effectiveFrom: day(from), scheduledBy: ben });
const retired = (version: number, until: string) =>
  happened.PolicyRetired({ scheme: code, version, effectiveUntil: day(until), retiredBy: ben });
const dayAdded = (
  on: string,
  kind: 'scheduled' | 'unscheduled' = 'scheduled',
  externalIds: string[] | null = null,
) =>
  happened.AssessmentDayAdded({
    scheme: code,
    day: day(on),
    kind,
    externalIds: externalIds && externalIds.map((id) => ExternalId.parse(id)),
    runId: 'run',
  });

const scenario = given(scheme);
const version1 = { scheme: code, version: 1 };

describe('a scheme', () => {
  it('is opened, then changed, then neither', () => {
    scenario()
      .when({ type: 'PutScheme', ...profile })
      .then(opened);
    scenario(opened)
      .when({ type: 'PutScheme', ...profile })
      .thenNothing();
    for (const change of [{ name: 'ACV' }, { description: 'By value' }, { primary: false }])
      scenario(opened)
        .when({ type: 'PutScheme', ...profile, ...change })
        .then(happened.SchemeChanged({ ...profile, ...change }));
    scenario(opened, happened.SchemeChanged({ ...profile, name: 'ACV' }))
      .when({ type: 'PutScheme', ...profile, name: 'ACV' })
      .thenNothing();
  });

  it.each([
    { type: 'DraftPolicy' as const, scheme: code, document: contractValue, author: ana },
    { type: 'SubmitPolicy' as const, ...version1, submittedBy: ana },
    {
      type: 'AddAssessmentDay' as const,
      scheme: code,
      day: day('2025-04-01'),
      kind: 'scheduled' as const,
      externalIds: null,
      runId: 'run',
    },
  ])('takes no $type before it is opened', (command) => scenario().when(command).thenRefused('NOT_FOUND'));

  it('has a stream of its own', () =>
    expect(scheme.idOf({ type: 'PutScheme', ...profile })).toBe('contract-value'));
});

describe('a policy', () => {
  it('is drafted as the next version', () => {
    const draft = { type: 'DraftPolicy' as const, scheme: code, document: contractValue, author: ana };
    scenario(opened).when(draft).then(drafted(1));
    scenario(opened, drafted(1))
      .when({ ...draft, document: revenueBands })
      .then(drafted(2, revenueBands));
    scenario(opened, drafted(1))
      .when({ ...draft, author: ben })
      .then(happened.PolicyDrafted({ ...drafted(2).data, author: ben }));
    scenario(opened, drafted(1), submitted(1)).when(draft).then(drafted(2));
  });

  it('drafted again by its author as it stands is the same draft', () =>
    scenario(opened, drafted(1))
      .when({ type: 'DraftPolicy', scheme: code, document: { ...contractValue }, author: ana })
      .thenNothing());

  it('is submitted, once', () => {
    scenario(opened, drafted())
      .when({ type: 'SubmitPolicy', ...version1, submittedBy: ana })
      .then(submitted());
    scenario(opened, drafted(), submitted())
      .when({ type: 'SubmitPolicy', ...version1, submittedBy: ana })
      .thenNothing();
  });

  it('is not submitted with an error in it', () => {
    const faulty = bands({ ...contractValue, boundaries: contractValue.boundaries.slice(1) });
    scenario(opened, drafted(1, faulty))
      .when({ type: 'SubmitPolicy', ...version1, submittedBy: ana })
      .thenRefused('POLICY_HAS_LINT_ERRORS', {
        findings: lint(faulty).filter(({ severity }) => severity === 'error'),
      });
  });

  it('is approved by a second pair of eyes', () => {
    scenario(opened, drafted(), submitted())
      .when({ type: 'ApprovePolicy', ...version1, approvedBy: ben })
      .then(approved());
    scenario(opened, drafted(), submitted())
      .when({ type: 'ApprovePolicy', ...version1, approvedBy: ben, comment: 'Good.' })
      .then(happened.PolicyApproved({ ...approved().data, comment: 'Good.' }));
    scenario(opened, drafted(), submitted())
      .when({ type: 'ApprovePolicy', ...version1, approvedBy: ana })
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-7' });
    scenario(opened, drafted(), submitted(), approved())
      .when({ type: 'ApprovePolicy', ...version1, approvedBy: ben })
      .thenNothing();
  });

  it('is rejected with a word why, once', () => {
    const reject = { type: 'RejectPolicy' as const, ...version1, rejectedBy: ben, comment: 'Too low.' };
    scenario(opened, drafted(), submitted()).when(reject).then(rejected);
    scenario(opened, drafted(), submitted(), rejected).when(reject).thenNothing();
  });

  it('is scheduled when it is approved, for one day', () => {
    const approvedOne = [opened, drafted(), submitted(), approved()];
    const schedule = {
      type: 'SchedulePolicy' as const,
      ...version1,
      effectiveFrom: day('2025-01-01'),
      scheduledBy: ben,
    };
    scenario(...approvedOne)
      .when(schedule)
      .then(scheduled(1, '2025-01-01'));
    scenario(...approvedOne, scheduled(1, '2025-01-01'))
      .when(schedule)
      .thenNothing();
    scenario(...approvedOne, scheduled(1, '2025-01-02'))
      .when(schedule)
      .thenRefused('POLICY_OUT_OF_ORDER');
    scenario(...approvedOne, scheduled(1, '2025-01-01'), retired(1, '2025-06-01'))
      .when(schedule)
      .thenRefused('POLICY_OUT_OF_ORDER');
    for (const history of [[], [submitted()], [submitted(), rejected]])
      scenario(opened, drafted(), ...history)
        .when(schedule)
        .thenRefused('POLICY_NOT_APPROVED');
  });

  it('is retired when it is scheduled, once', () => {
    const plan = [opened, drafted(), submitted(), approved(), scheduled(1, '2025-01-01')];
    const retire = {
      type: 'RetirePolicy' as const,
      ...version1,
      effectiveUntil: day('2025-06-01'),
      retiredBy: ben,
    };
    scenario(...plan)
      .when(retire)
      .then(retired(1, '2025-06-01'));
    scenario(...plan, retired(1, '2025-06-01'))
      .when(retire)
      .thenNothing();
    scenario(...plan, retired(1, '2025-07-01'))
      .when(retire)
      .thenRefused('POLICY_OUT_OF_ORDER');
    scenario(...plan.slice(0, 4))
      .when(retire)
      .thenRefused('POLICY_OUT_OF_ORDER');
  });

  const submit = { type: 'SubmitPolicy' as const, ...version1, submittedBy: ana };
  const approve = { type: 'ApprovePolicy' as const, ...version1, approvedBy: ben };
  const reject = { type: 'RejectPolicy' as const, ...version1, rejectedBy: ben, comment: 'No.' };

  it.each([
    ['approved before it is submitted', [], approve],
    ['rejected before it is submitted', [], reject],
    ['submitted after it was approved', [submitted(), approved()], submit],
    ['submitted after it was rejected', [submitted(), rejected], submit],
    ['rejected after it was approved', [submitted(), approved()], reject],
    ['approved after it was rejected', [submitted(), rejected], approve],
    ['approved after it was scheduled', [submitted(), approved(), scheduled(1, '2025-01-01')], approve],
  ])('is not %s', (_, history, command) =>
    scenario(opened, drafted(), ...history)
      .when(command)
      .thenRefused('POLICY_OUT_OF_ORDER'),
  );

  it.each([0, 2, -1, 1.5])('is known by its version, and version %p is none', (version) =>
    scenario(opened, drafted())
      .when({ ...submit, version })
      .thenRefused('NOT_FOUND'),
  );
});

describe('the policies in force', () => {
  const versions = (count: number) =>
    Array.from({ length: count }, (_, index) => index + 1).flatMap((n) => [
      drafted(n),
      submitted(n),
      approved(n),
    ]);
  const inForce = (...events: happened.SchemeEvent[]) =>
    schemeKnowledge(scenario(opened, ...events).state()).policies.map(({ version, from, until }) => [
      version,
      from,
      until,
    ]);

  it('are none before one is scheduled', () => expect(inForce(...versions(1))).toEqual([]));

  it('follow each other without a gap', () =>
    expect(inForce(...versions(2), scheduled(1, '2025-01-01'), scheduled(2, '2025-07-01'))).toEqual([
      [1, '2025-01-01', '2025-07-01'],
      [2, '2025-07-01', null],
    ]));

  it('are told by their day, whenever they were scheduled', () =>
    expect(inForce(...versions(2), scheduled(2, '2025-07-01'), scheduled(1, '2025-01-01'))).toEqual([
      [1, '2025-01-01', '2025-07-01'],
      [2, '2025-07-01', null],
    ]));

  it('are the later scheduled of two that begin together', () => {
    expect(inForce(...versions(2), scheduled(2, '2025-01-01'), scheduled(1, '2025-01-01'))).toEqual([
      [1, '2025-01-01', null],
    ]);
    expect(inForce(...versions(2), scheduled(1, '2025-01-01'), scheduled(2, '2025-01-01'))).toEqual([
      [2, '2025-01-01', null],
    ]);
  });

  it('go back to the one before when one is retired', () =>
    expect(
      inForce(
        ...versions(2),
        scheduled(1, '2025-01-01'),
        scheduled(2, '2025-04-01'),
        retired(2, '2025-07-01'),
      ),
    ).toEqual([
      [1, '2025-01-01', '2025-04-01'],
      [2, '2025-04-01', '2025-07-01'],
      [1, '2025-07-01', null],
    ]));

  it('leave a gap when there is none before', () =>
    expect(
      inForce(
        ...versions(2),
        scheduled(1, '2025-01-01'),
        retired(1, '2025-02-01'),
        scheduled(2, '2025-04-01'),
      ),
    ).toEqual([
      [1, '2025-01-01', '2025-02-01'],
      [2, '2025-04-01', null],
    ]));

  it('never hold one that was retired before it began', () =>
    expect(
      inForce(
        ...versions(2),
        scheduled(1, '2025-01-01'),
        scheduled(2, '2025-04-01'),
        retired(2, '2025-04-01'),
      ),
    ).toEqual([[1, '2025-01-01', null]]));
});

describe('an assessment day', () => {
  const plan = [opened, drafted(), submitted(), approved(), scheduled(1, '2025-01-01')];
  const add = {
    type: 'AddAssessmentDay' as const,
    scheme: code,
    day: day('2025-04-01'),
    kind: 'scheduled' as const,
    externalIds: null,
    runId: 'run',
  };
  const some = ['A', 'B'].map((id) => ExternalId.parse(id));

  it('is added, and the same run again changes nothing', () => {
    scenario(...plan)
      .when(add)
      .then(dayAdded('2025-04-01'));
    scenario(...plan, dayAdded('2025-04-01'))
      .when({ ...add, runId: 'another' })
      .thenNothing();
    scenario(...plan, dayAdded('2025-04-01'))
      .when({ ...add, day: day('2025-04-02') })
      .then(dayAdded('2025-04-02'));
  });

  it('for some accounts does not do for all, nor for others', () => {
    const forSome = dayAdded('2025-04-01', 'scheduled', ['A', 'B']);
    scenario(...plan)
      .when({ ...add, externalIds: some })
      .then(forSome);
    scenario(...plan, forSome)
      .when(add)
      .then(dayAdded('2025-04-01'));
    scenario(...plan, forSome)
      .when({ ...add, externalIds: some.slice(0, 1) })
      .thenNothing();
    scenario(...plan, dayAdded('2025-04-01', 'scheduled', ['A']))
      .when({ ...add, externalIds: some })
      .then(forSome);
    scenario(...plan, dayAdded('2025-04-01'))
      .when({ ...add, externalIds: some })
      .thenNothing();
  });

  it('that is scheduled does for an unscheduled one, not the other way round', () => {
    scenario(...plan, dayAdded('2025-04-01'))
      .when({ ...add, kind: 'unscheduled' })
      .thenNothing();
    scenario(...plan, dayAdded('2025-04-01', 'unscheduled'))
      .when(add)
      .then(dayAdded('2025-04-01'));
    scenario(...plan, dayAdded('2025-04-01', 'unscheduled'))
      .when({ ...add, kind: 'unscheduled' })
      .thenNothing();
  });

  it('needs a policy in force', () => {
    scenario(...plan)
      .when({ ...add, day: day('2024-12-31') })
      .thenRefused('POLICY_NOT_IN_FORCE');
    scenario(...plan, retired(1, '2025-04-01'))
      .when(add)
      .thenRefused('POLICY_NOT_IN_FORCE');
  });

  it('is told with the accounts it is for', () =>
    expect(
      schemeKnowledge(
        scenario(...plan, dayAdded('2025-04-01'), dayAdded('2025-05-01', 'unscheduled', ['A'])).state(),
      ).days,
    ).toEqual([
      { day: '2025-04-01', kind: 'scheduled', externalIds: null },
      { day: '2025-05-01', kind: 'unscheduled', externalIds: new Set(['A']) },
    ]));
});
