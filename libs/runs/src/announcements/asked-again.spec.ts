import { setTimeout as pause } from 'node:timers/promises';
import {
  type Override,
  override,
  type OverrideCommand,
  type OverrideEvent,
  review,
  type ReviewCommand,
  statusOn,
} from '#libs/domain';
import { Execute } from '#libs/event-store';
import { day, instant } from '#libs/kernel';
import { OverrideDues } from '#libs/views';
import { contractValue } from '../../../testing/src/documents';
import { approve, ask } from '../../../testing/src/override-commands';
import { acme, nth, person } from '../../../testing/src/overrides';
import { anItem, digest, pin, quarter, reviewId } from '../../../testing/src/reviews';
import { context, openWorld, putScheme } from '../../../testing/src/runs';
import { SimulatedTime } from '../clock/simulated-time';
import { Announcements } from './announcements';

const stream = 'override-contract-value/ACCOUNT/ACME';
const overrides = { routes: [{ levels: ['revops'] }], expiryNoticeDays: [7] };

// What is recorded here of a review is recorded alone, as where the process that did so has crashed behind it.
describe('a crash between a review and the overrides that it asks about', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  let announcements: Announcements;
  let time: SimulatedTime;
  const begin = async () => {
    announcements = new Announcements({ ...world, overrideDues: new OverrideDues(world.pool) });
    await announcements.start();
    // Until it has begun, nobody waits for it.
    while ((await world.progress.of('announcements')).version === 0) await pause(5);
  };

  beforeEach(async () => {
    world = await openWorld();
    await world.clock.moveTo(instant('2025-03-31T12:00:00Z'));
    time = new SimulatedTime({
      ...world,
      dayEnds: () => announcements.caughtUp(),
      dayHasCome: () => announcements.dayHasCome(),
    });
    await world.start();
    await putScheme(world, 'contract-value', { ...contractValue, overrides });
    await begin();
    await say(ask(1), approve(1, 'rob', 'revops'));
    await on('2025-04-10');
  });
  afterEach(async () => {
    await announcements.close();
    await world.close();
  });

  const on = (today: string) => time.moveTo(instant(`${today}T00:00:00Z`));
  const say = async (...commands: readonly OverrideCommand[]) => {
    for (const command of commands) await world.execute.execute(new Execute(override, command, context()));
  };
  const inReview = async (...commands: readonly ReviewCommand[]) => {
    for (const command of commands) await world.execute.execute(new Execute(review, command, context()));
  };
  const pinned = (): Promise<void> => {
    const of = { scheme: acme.scheme, view: acme.view, quarter, scope: {}, deadline: day('2025-04-30') };
    const item = anItem(1, { kind: 'OVERRIDE', externalId: acme.externalId, overrideId: nth(1) });
    const today = day('2025-04-10');
    return inReview(
      { type: 'OpenReview', reviewId, ...of, openedBy: person('rhea'), today },
      {
        ...{ type: 'PinReview', reviewId, pin, digest, items: [item], overrides: [nth(1)] },
        ...{ pinnedBy: person('rhea'), today },
      },
    );
  };
  const confirmed = () =>
    inReview({
      ...{ type: 'DecideItem', reviewId, n: 1, decision: 'CONFIRM', decidedBy: person('fay') },
      ...{ findings: [], today: day('2025-04-30') },
    });

  const recorded = async () => {
    const told = (await world.store.readMany([stream])).get(stream) ?? [];
    return told.slice(2).map(({ event }) => event as OverrideEvent);
  };
  const types = async () => (await recorded()).map(({ type }) => type);
  const stateOn = async (today: string) => {
    const told = ((await world.store.readMany([stream])).get(stream) ?? []).map(({ event }) => event);
    const one = (told as OverrideEvent[]).reduce(override.evolve, override.initialState()).get(nth(1));
    return statusOn(one as Override, day(today)).state;
  };

  it('is made good: they are asked, and told what was answered', async () => {
    await pinned();
    await announcements.caughtUp();
    expect(await types()).toEqual(['OverrideActivated', 'OverrideReviewAwaited']);
    await confirmed();
    await announcements.caughtUp();
    expect((await types()).slice(2)).toEqual(['OverrideReviewed']);
    await on('2025-05-02');
    expect(await stateOn('2025-05-02')).toBe('ACTIVE');
  });

  it('is made good before anybody says that there was no answer', async () => {
    await pinned();
    await announcements.caughtUp();
    await announcements.close();
    await on('2025-04-30');
    await confirmed();
    await on('2025-05-02');
    expect(await stateOn('2025-05-02')).toBe('LAPSED');
    await begin();
    await announcements.dayHasCome();
    await announcements.caughtUp();
    expect((await types()).slice(2)).toEqual(['OverrideReviewed']);
    expect(await stateOn('2025-05-02')).toBe('ACTIVE');
  });

  it('is made good when the lapse was announced already, for the answer was in time', async () => {
    await pinned();
    for (const today of ['2025-04-30', '2025-05-01']) await on(today);
    expect((await types()).slice(2)).toEqual(['OverrideLapsed']);
    await confirmed();
    for (const today of ['2025-06-30', '2025-07-01']) await on(today);
    expect((await types()).slice(3)).toEqual([
      ...['OverrideReviewed', 'OverrideExpiryNoticed', 'OverrideExpired'],
    ]);
    expect((await recorded()).find(({ type }) => type === 'OverrideReviewed')?.data).toMatchObject({
      lapsedOn: '2025-05-01',
    });
  });
});
