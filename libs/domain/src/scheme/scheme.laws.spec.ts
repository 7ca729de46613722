import fc from 'fast-check';
import { addDays, day, isRefusal } from '#libs/kernel';
import { contractValue, revenueBands } from '../../../testing/src/documents';
import { asStored } from '../../../testing/src/given';
import { law } from '../../../testing/src/laws';
import { ExternalId, PersonId, SchemeCode } from '../vocabulary';
import { PolicyDocument } from '../policy/policy-document';
import { scheme, type Scheme, type SchemeCommand } from './scheme';
import { schemeKnowledge } from './scheme-knowledge';

const code = SchemeCode.parse('s');
const days = fc.integer({ min: 0, max: 20 }).map((offset) => addDays(day('2025-01-01'), offset));
const people = fc.constantFrom('ana', 'ben').map((name) => PersonId.parse(name));
const byRole = PolicyDocument.parse({ ...contractValue, approvals: ['revops', 'finance'] });
const version = fc.integer({ min: 1, max: 3 });
const commands: fc.Arbitrary<SchemeCommand> = fc.oneof(
  fc.record({
    type: fc.constant('PutScheme' as const),
    scheme: fc.constant(code),
    name: fc.constantFrom('A', 'B'),
    description: fc.constant(''),
    primary: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('DraftPolicy' as const),
    scheme: fc.constant(code),
    document: fc.constantFrom<PolicyDocument>(contractValue, revenueBands, byRole),
    author: people,
  }),
  fc.record({
    type: fc.constant('SubmitPolicy' as const),
    scheme: fc.constant(code),
    version,
    submittedBy: people,
  }),
  fc.record({
    type: fc.constant('ApprovePolicy' as const),
    scheme: fc.constant(code),
    version,
    approvedBy: people,
  }),
  fc
    .record({
      type: fc.constant('ApprovePolicy' as const),
      scheme: fc.constant(code),
      version,
      role: fc.constantFrom(...byRole.approvals!),
    })
    .map(({ role, ...command }) => ({ ...command, approvedBy: PersonId.parse(role), roles: [role] })),
  fc.record({
    type: fc.constant('ShadowPolicy' as const),
    scheme: fc.constant(code),
    version,
    from: days,
    shadowedBy: people,
  }),
  fc.record({
    type: fc.constant('UnshadowPolicy' as const),
    scheme: fc.constant(code),
    version,
    unshadowedBy: people,
  }),
  fc.record({
    type: fc.constant('RejectPolicy' as const),
    scheme: fc.constant(code),
    version,
    rejectedBy: people,
    comment: fc.constant('No.'),
  }),
  fc.record({
    type: fc.constant('SchedulePolicy' as const),
    scheme: fc.constant(code),
    version,
    effectiveFrom: days,
    scheduledBy: people,
  }),
  fc.record({
    type: fc.constant('RetirePolicy' as const),
    scheme: fc.constant(code),
    version,
    effectiveUntil: days,
    retiredBy: people,
  }),
  fc.record({
    type: fc.constant('AddAssessmentDay' as const),
    scheme: fc.constant(code),
    day: days,
    kind: fc.constantFrom('scheduled' as const, 'unscheduled' as const),
    externalIds: fc.option(fc.subarray(['A', 'B'].map((id) => ExternalId.parse(id)))),
    runId: fc.constant('run'),
  }),
);

/** Histories that come far: two versions on their way before anything random is asked. */
const opening: SchemeCommand[] = [
  { type: 'PutScheme', scheme: code, name: 'A', description: '', primary: true },
  ...[1, 2].flatMap((n): SchemeCommand[] => [
    {
      type: 'DraftPolicy',
      scheme: code,
      document: n === 1 ? contractValue : byRole,
      author: PersonId.parse('ana'),
    },
    { type: 'SubmitPolicy', scheme: code, version: n, submittedBy: PersonId.parse('ana') },
    { type: 'ApprovePolicy', scheme: code, version: n, approvedBy: PersonId.parse('ben'), roles: ['revops'] },
  ]),
];
const histories = fc
  .tuple(fc.integer({ min: 0, max: opening.length }), fc.array(commands, { maxLength: 12 }))
  .map(([from, all]) => [...opening.slice(0, from), ...all]);

const ask = (state: Scheme, command: SchemeCommand): Scheme => {
  const outcome = scheme.decide(command, state);
  return isRefusal(outcome) ? state : outcome.map(asStored(scheme.events)).reduce(scheme.evolve, state);
};

describe('the laws of a scheme', () => {
  law(
    'any command twice is nothing the second time, or the same refusal',
    fc.property(histories, commands, (history, command) => {
      const state = history.reduce(ask, scheme.initialState());
      const outcome = scheme.decide(command, state);
      expect(scheme.decide(command, ask(state, command))).toEqual(isRefusal(outcome) ? outcome : []);
    }),
  );

  law(
    'no author ever approves, whatever is asked in whatever order',
    fc.property(histories, (history) => {
      let state = scheme.initialState();
      for (const command of history) {
        const policy = command.type === 'ApprovePolicy' ? state.policies[command.version - 1] : undefined;
        const next = ask(state, command);
        if (command.type === 'ApprovePolicy' && policy && 'author' in policy && next !== state)
          expect(policy.author).not.toBe(command.approvedBy);
        state = next;
      }
    }),
  );

  law(
    'a version that asks for roles is approved by as many people',
    fc.property(histories, (history) => {
      let state = scheme.initialState();
      const approvers = new Map<number, Set<string>>();
      for (const command of history) {
        const outcome = scheme.decide(command, state);
        for (const { type, data } of isRefusal(outcome) ? [] : outcome) {
          if (type !== 'PolicyApprovalGiven' && type !== 'PolicyApproved') continue;
          const of = approvers.get(data.version) ?? new Set();
          approvers.set(data.version, of.add(data.approvedBy));
          const { document } = state.policies[data.version - 1]!;
          if (type === 'PolicyApproved') expect(of.size).toBe(document.approvals?.length ?? 1);
        }
        state = ask(state, command);
      }
    }),
  );

  law(
    'on any day the version in force is the last to begin of those scheduled and not retired by then',
    fc.property(histories, days, (history, on) => {
      const state = history.reduce(ask, scheme.initialState());
      const { policies } = schemeKnowledge(state);
      const standing = state.policies.flatMap((policy, index) => {
        if (policy.status !== 'scheduled' && policy.status !== 'retired') return [];
        const ended = policy.status === 'retired' && policy.effectiveUntil <= on;
        return policy.effectiveFrom <= on && !ended ? [{ ...policy, version: index + 1 }] : [];
      });
      const latest = standing.reduce<(typeof standing)[number] | undefined>(
        (best, one) =>
          !best ||
          one.effectiveFrom > best.effectiveFrom ||
          (one.effectiveFrom === best.effectiveFrom && one.scheduledAs > best.scheduledAs)
            ? one
            : best,
        undefined,
      );
      const inForce = policies.filter(({ from, until }) => from <= on && (until === null || on < until));
      expect(inForce.map((one) => one.version)).toEqual(latest ? [latest.version] : []);
    }),
  );
});
