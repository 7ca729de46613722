import { setTimeout as pause } from 'node:timers/promises';
import { override, type OverrideCommand } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { instant } from '#libs/kernel';
import { OverrideDues } from '#libs/views';
import { contractValue } from '../../../testing/src/documents';
import { approve, ask, breakGlass, revoke } from '../../../testing/src/override-commands';
import { acme } from '../../../testing/src/overrides';
import { context, openProcess, openWorld, type Process, putScheme } from '../../../testing/src/runs';
import { SimulatedTime } from '../clock/simulated-time';
import { Announcements } from './announcements';

const stream = 'override-contract-value/ACCOUNT/ACME';
const overrides = { expiryNoticeDays: [30, 14, 7], escalatesTo: { revops: 'finance' } };

describe('the announcer', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  let announcements: Announcements;
  let time: SimulatedTime;
  const announcerOf = (process: Process) =>
    new Announcements({ ...process, overrideDues: new OverrideDues(process.pool) });

  beforeEach(async () => {
    world = await openWorld();
    await world.clock.moveTo(instant('2025-03-31T12:00:00Z'));
    announcements = announcerOf(world);
    time = new SimulatedTime({
      ...world,
      dayEnds: () => announcements.caughtUp(),
      dayHasCome: () => announcements.dayHasCome(),
    });
    await world.start();
    await putScheme(world, 'contract-value', { ...contractValue, overrides });
  });
  afterEach(async () => {
    await announcements.close();
    await world.close();
  });

  /** Until it has begun, nobody waits for it. */
  const begin = async () => {
    await announcements.start();
    while ((await world.progress.of('announcements')).version === 0) await pause(5);
  };
  const say = async (...commands: readonly OverrideCommand[]) => {
    for (const command of commands) await world.execute.execute(new Execute(override, command, context()));
  };
  const on = (day: string) => time.moveTo(instant(`${day}T00:00:00Z`));
  const recorded = async () => (await world.store.readMany([stream])).get(stream) ?? [];
  /** What was announced, with the day on which that was recorded. */
  const announced = async () =>
    (await recorded())
      .filter(({ context: { actor } }) => actor === 'system:announcer')
      .map(({ event: { type, data }, recordedAt }) => {
        const { days, reason, to } = data as Record<string, unknown>;
        return [recordedAt.slice(0, 10), type, days ?? reason ?? to].filter(Boolean).join(' ');
      });

  it('says on each day what that day brings, and each thing once', async () => {
    await begin();
    await say(ask(1), approve(1, 'rob', 'revops'));
    for (const day of ['2025-04-04', '2025-04-05', '2025-06-01', '2025-06-02', '2025-06-24', '2025-07-01'])
      await on(day);
    await on('2025-07-02');
    expect(await announced()).toEqual([
      '2025-04-05 OverrideActivated',
      '2025-06-01 OverrideExpiryNoticed 30',
      '2025-06-24 OverrideExpiryNoticed 7',
      '2025-07-01 OverrideExpired',
    ]);
  });

  it('hurries those who have not decided, tells who stands above them, and says when it is too late', async () => {
    await begin();
    await say(ask(1));
    for (const day of ['2025-04-06', '2025-04-07', '2025-04-11', '2025-04-14', '2025-04-15']) await on(day);
    expect(await announced()).toEqual([
      '2025-04-07 ApprovalReminded',
      '2025-04-11 ApprovalEscalated finance',
      '2025-04-15 OverrideLapsed NOT_DECIDED',
    ]);
  });

  it('says at once what an event brings about on its own day', async () => {
    await begin();
    await on('2025-04-10');
    await say(breakGlass(1, { on: '2025-04-10' }));
    await announcements.caughtUp();
    expect(await announced()).toEqual(['2025-04-10 OverrideActivated']);
    await on('2025-04-13');
    expect((await announced()).slice(1)).toEqual(['2025-04-13 OverrideLapsed NOT_RATIFIED']);
  });

  it('says after a pause what came meanwhile, with the days it speaks of', async () => {
    await begin();
    await say(ask(1), approve(1, 'rob', 'revops'));
    await announcements.caughtUp();
    await announcements.close();
    await on('2025-06-20');
    await say(revoke(1, '2025-06-28', '2025-06-20'));
    await on('2025-07-10');
    expect(await announced()).toEqual([]);
    announcements = announcerOf(world);
    await begin();
    while ((await announced()).length === 0) await pause(20);
    await announcements.dayHasCome();
    expect((await recorded()).at(-1)?.event.data).toEqual({
      ...{ ...acme, overrideId: ask(1).overrideId, from: '2025-04-05', until: '2025-06-28' },
    });
    await on('2025-07-11');
    expect(await announced()).toEqual(['2025-07-10 OverrideActivated']);
  });

  it('says nothing twice where a crash has left its word without a mark, and where two announce', async () => {
    await begin();
    await say(ask(1), approve(1, 'rob', 'revops'));
    await on('2025-06-20');
    const told = await announced();
    await announcements.close();
    await world.pool.query(
      `update views.checkpoints set "commit" = 0, prepare = 0 where name = 'announcements'`,
    );
    await world.pool.query('delete from ops.announcement_days');
    const other = await openProcess(world.pool);
    const theirs = announcerOf(other);
    announcements = announcerOf(world);
    await Promise.all([announcements.start(), theirs.start()]);
    await announcements.dayHasCome();
    await announcements.caughtUp();
    expect(told).toHaveLength(2);
    expect(await announced()).toEqual(told);
    await theirs.close();
    await other.close();
  });
});
