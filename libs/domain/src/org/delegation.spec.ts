import { addDays, day } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import { delegated, delegationId, person, revoked, scheme, start } from '../../../testing/src/organisation';
import { delegation, type DelegationCommand, type GrantDelegation } from './delegation';

const grant = (more: Partial<GrantDelegation> = {}): GrantDelegation => ({
  type: 'GrantDelegation',
  delegationId: delegationId(1),
  principal: person('ana'),
  ownRoles: ['revops', 'admin'],
  delegate: person('ben'),
  scope: { roles: ['revops'], schemes: [scheme] },
  from: start,
  until: addDays(start, 30),
  today: start,
  ...more,
});
const revoke = (by: string, until = '2025-01-10'): DelegationCommand => ({
  type: 'RevokeDelegation',
  delegationId: delegationId(1),
  until: day(until),
  by: person(by),
  today: day('2025-01-10'),
});

describe('a delegation', () => {
  const scenario = given(delegation);
  const granted = delegated('ana', 'ben');

  it('is granted for thirty days', () => scenario().when(grant()).then(granted));
  it('is granted once', () => scenario(granted).when(grant()).thenNothing());
  it('lasts no longer', () =>
    scenario()
      .when(grant({ until: addDays(start, 31) }))
      .thenRefused('SOD_VIOLATION', {
        rule: 'SOD-11',
        findings: [{ rule: 'SOD-11', detail: expect.stringContaining('31') }],
      }));
  it('is of roles of one’s own, so that none is passed on', () =>
    scenario()
      .when(grant({ ownRoles: ['sales-leader'] }))
      .thenRefused('SOD_VIOLATION', {
        rule: 'SOD-11',
        findings: [{ rule: 'SOD-11', detail: expect.stringContaining('not passed on') }],
      }));
  it('is nothing for service accounts', () =>
    scenario()
      .when(grant({ ownRoles: ['revops', 'service'] }))
      .thenRefused('SOD_VIOLATION', {
        rule: 'SOD-6',
        findings: [{ rule: 'SOD-6', detail: expect.any(String) }],
      }));
  it('is to somebody else', () =>
    scenario()
      .when(grant({ delegate: person('ana') }))
      .thenRefused('DELEGATION_TO_ONESELF'));
  it.each([
    ['begins in the past', addDays(start, -1), addDays(start, 5)],
    ['ends when it begins', start, start],
    ['ends before it begins', addDays(start, 5), addDays(start, 4)],
  ])('never %s', (_, from, until) => scenario().when(grant({ from, until })).thenRefused('DELEGATION_DAYS'));

  it.each(['ana', 'ben'])('is revoked by its principal or its delegate (%s)', (by) =>
    scenario(granted)
      .when(revoke(by))
      .then(revoked(day('2025-01-10'), by)),
  );
  it('is revoked by nobody else', () =>
    scenario(granted).when(revoke('cleo')).thenRefused('NOT_YOUR_DELEGATION'));
  it('is revoked once', () =>
    scenario(granted, revoked(day('2025-01-10'), 'ana'))
      .when(revoke('ben'))
      .thenNothing());
  it('is never lengthened', () =>
    scenario(granted, revoked(day('2025-01-12'), 'ana'))
      .when(revoke('ana', '2025-01-13'))
      .thenNothing());
  it('is not revoked backwards', () =>
    scenario(granted).when(revoke('ana', '2025-01-09')).thenRefused('DELEGATION_DAYS'));
  it('is granted before it is revoked', () => scenario().when(revoke('ana')).thenRefused('NOT_FOUND'));
});
