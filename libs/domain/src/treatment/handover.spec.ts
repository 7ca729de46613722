import { day } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import { BandsPolicy } from '../policy/policy-document';
import type { FollowTier } from './follow-tier';
import { type AcknowledgeTreatment, handover } from './handover';
import { TreatmentAcknowledged, TreatmentChangeRequired, TreatmentChangeWithdrawn } from './handover.events';

const about = { scheme: 'cv', view: 'ACCOUNT', externalId: 'ACME' } as never as {
  scheme: never;
  view: never;
  externalId: never;
};
const document = BandsPolicy.parse({
  kind: 'bands',
  tiers: [
    { code: 'T1', rank: 4, treatment: { forum: 'board', acknowledgeWithinDays: 7 } },
    { code: 'T2', rank: 3, treatment: { forum: 'QBR' } },
    { code: 'T3', rank: 2, treatment: { forum: 'mail' } },
    { code: 'BARE', rank: 1 },
  ],
  measures: { acv: { fact: 'acv' } },
  boundaries: [{ tier: 'T1', measure: 'acv', at: '1', inclusive: true }],
});
const plan = { policies: [{ version: 1, document, from: day('2020-01-01'), until: null }] };

/** `'T3 2025-01-10'`: from that day on the account stands there; `-` is no tier. */
const follow = (basis: number, ...stands: string[]): FollowTier => ({
  type: 'FollowTier',
  ...about,
  standings: stands.map((text) => {
    const [tier, from] = text.split(' ') as [string, string];
    return { from: day(from), tier: tier === '-' ? null : tier, decisionId: `d-${tier}` };
  }) as never,
  plan,
  horizon: day('2025-01-01'),
  basis: String(basis),
  eventId: 'e',
});

const forums: Record<string, string> = { T1: 'board', T2: 'QBR', T3: 'mail' };
const attribute = (name: string, before: unknown, after: unknown) =>
  before === after ? [] : [{ attribute: name, before, after }];
const difference = (from: string, to: string) => [
  ...attribute('acknowledgeWithinDays', from === 'T1' ? 7 : null, to === 'T1' ? 7 : null),
  ...attribute('forum', forums[from] ?? null, forums[to] ?? null),
];
const required = (
  change: number,
  basis: number,
  from: string,
  to: string,
  on: string,
  dueOn: string,
  more: object = {},
) =>
  TreatmentChangeRequired({
    ...about,
    change,
    day: on,
    fromTier: from === '-' ? null : from,
    toTier: to === '-' ? null : to,
    fromPolicyVersion: from === '-' ? null : 1,
    policyVersion: to === '-' ? null : 1,
    difference: difference(from, to),
    dueOn,
    cause: { decisionId: `d-${to}`, eventId: 'e' },
    basis: String(basis),
    ...more,
  } as never);
const acknowledge = (change: number): AcknowledgeTreatment => ({
  type: 'AcknowledgeTreatment',
  ...about,
  change,
  by: 'ben' as never,
  today: day('2025-03-10'),
});
const acknowledged = (change: number) =>
  TreatmentAcknowledged({
    ...about,
    change,
    acknowledgedBy: 'ben' as never,
    acknowledgedOn: day('2025-03-10'),
  });
const withdrawn = (change: number, basis: number, tier: string) =>
  TreatmentChangeWithdrawn({
    ...about,
    change,
    cause: { decisionId: `d-${tier}`, eventId: 'e' },
    basis: String(basis),
  });

const scenario = given(handover);
const promoted = required(1, 5, 'T3', 'T2', '2025-03-03', '2025-03-17');

describe('a hand-over', () => {
  it('is required when the effective tier changes, with the difference of the two treatments', () =>
    scenario()
      .when(follow(5, 'T3 2024-06-01', 'T2 2025-03-03'))
      .then(promoted));

  it('is required of an account that enters, and of one that leaves', () => {
    scenario()
      .when(follow(5, '- 1900-01-01', 'T1 2025-02-01'))
      .then(required(1, 5, '-', 'T1', '2025-02-01', '2025-02-08'));
    scenario()
      .when(follow(5, 'T2 2024-06-01', '- 2025-02-01'))
      .then(required(1, 5, 'T2', '-', '2025-02-01', '2025-02-15'));
  });

  it('is not required of the past', () =>
    scenario()
      .when(follow(5, 'T3 2024-06-01', 'T2 2024-12-31'))
      .thenNothing());

  it('is required of the first day that is not the past', () =>
    scenario()
      .when(follow(5, 'T3 2024-06-01', 'T2 2025-01-01'))
      .then(required(1, 5, 'T3', 'T2', '2025-01-01', '2025-01-15')));

  it('is not required between tiers that are treated in no way', () =>
    scenario()
      .when(follow(5, '- 1900-01-01', 'BARE 2025-03-03'))
      .thenNothing());

  it('is required once, however often the same is known', () => {
    scenario(promoted)
      .when(follow(9, 'T3 2024-06-01', 'T2 2025-03-03'))
      .thenNothing();
    scenario(promoted, acknowledged(1))
      .when(follow(9, 'T3 2024-06-01', 'T2 2025-03-03'))
      .thenNothing();
  });

  it('is not required by older knowledge', () =>
    scenario(promoted)
      .when(follow(4, 'T2 2024-06-01', 'T1 2025-03-03'))
      .thenNothing());

  it('stays as it is when only its day turns out to be another', () =>
    scenario(promoted)
      .when(follow(9, 'T3 2024-06-01', 'T2 2025-03-20'))
      .thenNothing());

  it('takes the place of one that is open, and says what is left to do', () =>
    scenario(promoted)
      .when(follow(9, 'T3 2024-06-01', 'T2 2025-03-03', 'T1 2025-04-01'))
      .then(
        required(2, 9, 'T2', 'T1', '2025-04-01', '2025-04-08', {
          supersedes: 1,
          outstanding: difference('T3', 'T1'),
        }),
      ));

  it('back before anybody has acknowledged leaves nothing to do but to say so', () =>
    scenario(promoted)
      .when(follow(9, 'T3 2024-06-01', 'T2 2025-03-03', 'T3 2025-04-01'))
      .then(required(2, 9, 'T2', 'T3', '2025-04-01', '2025-04-15', { supersedes: 1, outstanding: [] })));

  it('of several changes that become known together is one for each', () =>
    scenario()
      .when(follow(5, 'T3 2024-06-01', 'T2 2025-02-01', 'T1 2025-03-01'))
      .then(
        required(1, 5, 'T3', 'T2', '2025-02-01', '2025-02-15'),
        required(2, 5, 'T2', 'T1', '2025-03-01', '2025-03-08', {
          supersedes: 1,
          outstanding: difference('T3', 'T1'),
        }),
      ));

  it('that was acknowledged is where the next one begins', () =>
    scenario(promoted, acknowledged(1))
      .when(follow(9, 'T3 2024-06-01', 'T2 2025-03-03', 'T1 2025-04-01'))
      .then(required(2, 9, 'T2', 'T1', '2025-04-01', '2025-04-08')));
});

describe('a hand-over that turns out to rest on an error', () => {
  it('is withdrawn while it is open', () =>
    scenario(promoted)
      .when(follow(9, 'T2 2024-01-01', 'T3 2024-06-01'))
      .then(withdrawn(1, 9, 'T3')));

  it('is required again when the error was none', () =>
    scenario(promoted, withdrawn(1, 9, 'T3'))
      .when(follow(12, 'T3 2024-06-01', 'T2 2025-03-03'))
      .then(required(2, 12, 'T3', 'T2', '2025-03-03', '2025-03-17')));

  it('is handed back once it was acknowledged, also where the true tier is an old one', () =>
    scenario(promoted, acknowledged(1))
      .when(follow(9, 'T2 2024-01-01', 'T3 2024-06-01'))
      .then(required(2, 9, 'T2', 'T3', '2025-03-03', '2025-03-17')));

  it('gives way to what is true', () =>
    scenario(promoted)
      .when(follow(9, 'T3 2024-06-01', 'T1 2025-03-03'))
      .then(
        required(2, 9, 'T2', 'T1', '2025-03-03', '2025-03-10', {
          supersedes: 1,
          outstanding: difference('T3', 'T1'),
        }),
      ));

  it('is handed over although it is past, where people were told otherwise', () =>
    scenario(promoted, acknowledged(1))
      .when({ ...follow(9, 'T2 2025-03-03', 'T1 2025-04-01'), horizon: day('2026-01-01') })
      .then(required(2, 9, 'T2', 'T1', '2025-04-01', '2025-04-08')));
});

describe('an acknowledgement', () => {
  it('closes the open change', () => scenario(promoted).when(acknowledge(1)).then(acknowledged(1)));
  it('is given once', () => scenario(promoted, acknowledged(1)).when(acknowledge(1)).thenNothing());
  it('of a change that was superseded or withdrawn comes too late', () => {
    const second = required(2, 9, 'T2', 'T1', '2025-04-01', '2025-04-08', { supersedes: 1, outstanding: [] });
    scenario(promoted, second).when(acknowledge(1)).thenRefused('TREATMENT_CHANGE_NOT_OPEN');
    scenario(promoted, withdrawn(1, 9, 'T3'))
      .when(acknowledge(1))
      .thenRefused('TREATMENT_CHANGE_NOT_OPEN');
  });
  it('of a change that never was is refused', () =>
    scenario(promoted).when(acknowledge(2)).thenRefused('NOT_FOUND'));
});
