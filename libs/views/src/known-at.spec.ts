import { AccountOnboarded } from '#libs/domain';
import { instant } from '#libs/kernel';
import { openViews, type Views } from '../../testing/src/views';
import { auditTrail } from './audit-trail/audit-trail.projection';

describe('an answer by now, a moment after midnight', () => {
  let views: Views;
  const profile = { name: 'n', onboardedOn: null, ownerSeat: null, parentExternalId: null, attributes: {} };
  const onboarded = (externalId: string) => AccountOnboarded({ externalId, profile } as never);

  beforeEach(async () => {
    views = await openViews({ views: [auditTrail] });
    await views.record('2025-02-01T22:00:00Z', onboarded('A'));
    await views.settled();
  });
  afterEach(() => views.close());

  const byNow = () => views.knownAt.resolve({ view: 'audit-trail' });

  it('is as known since the day began, though nothing was recorded on it', async () => {
    await views.clock.moveTo(instant('2025-02-02T00:00:05Z'));
    expect(await byNow()).toEqual({ position: 1n, knownAt: '2025-02-02T00:00:00.000Z' });
  });

  it('is as known before it while what was recorded before it is still to come, and is the same when it is asked again', async () => {
    await views.projector.stop();
    await views.record('2025-02-01T23:59:00Z', onboarded('B'));
    await views.clock.moveTo(instant('2025-02-02T00:00:05Z'));
    const first = await byNow();
    expect(first).toEqual({ position: 1n, knownAt: '2025-02-01T22:00:00.000Z' });
    await views.project().start();
    await views.settled();
    expect(await views.knownAt.resolve({ view: 'audit-trail', knownAt: first.knownAt })).toEqual(first);
    expect(await byNow()).toEqual({ position: 2n, knownAt: '2025-02-02T00:00:00.000Z' });
  });
});
