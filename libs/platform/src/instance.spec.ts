import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { account, ExternalId } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { instant } from '#libs/kernel';
import { EventStoreDbDouble } from '../../testing/src/eventstoredb-double';
import { readConfig } from './config';
import { openInstance } from './open-instance';

/** Every instance starts a PostgreSQL of its own and ends it, which takes a second each time. */
describe('an instance', () => {
  const home = mkdtempSync(join(tmpdir(), 'tierledger-instance-'));
  const configIn = (dir: string, more: Record<string, string> = {}) =>
    readConfig({ DATA_DIR: join(home, dir), ...more });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('opens, starts and closes, as often as one likes, and leaves nothing running', async () => {
    const config = configIn('one');
    for (const _ of [1, 2]) {
      const instance = await openInstance(config, { part: 'api' });
      await Promise.all([instance.start(), instance.start()]);
      await Promise.all([instance.close(), instance.close()]);
      expect(instance.pool.totalCount).toBe(0);
      expect(instance.dataSource.isInitialized).toBe(false);
    }
    expect(servers(join(home, 'one'))).toEqual([]);
    // A server that does not end when it is told to is told so less kindly in the end.
    const said = readFileSync(join(home, 'one', 'postgres-18.log'), 'utf8');
    expect([said.match(/fast shutdown/g)?.length, said.includes('immediate shutdown')]).toEqual([2, false]);
  });

  it('can be closed while it starts', async () => {
    const instance = await openInstance(configIn('one'), { part: 'api' });
    const started = instance.start();
    await instance.close();
    await started;
    expect(servers(join(home, 'one'))).toEqual([]);
  });

  it('is joined by tools, which leave it as it was', async () => {
    const config = configIn('one');
    const api = await openInstance(config, { part: 'api' });
    await api.start();
    const tool = await openInstance(config, { part: 'tool' });
    expect([api.alone, tool.alone]).toEqual([true, false]);
    await tool.start();
    expect(await tool.store.head()).toBe(0n);
    await tool.close();
    expect(await api.store.head()).toBe(0n);
    await api.close();
  });

  it('refuses to serve a directory twice', async () => {
    const config = configIn('one');
    const api = await openInstance(config, { part: 'api' });
    await expect(openInstance(config, { part: 'api' })).rejects.toThrow(/already runs the database/);
    await api.close();
  });

  it('keeps the kind of clock that its log was begun with', async () => {
    const simulated = configIn('two', { CLOCK: 'simulated' });
    const first = await openInstance(simulated, { part: 'api' });
    await first.simulatedTime.moveTo(instant('2014-01-01T06:00:00Z'));
    expect(await first.clock.now()).toBe('2014-01-01T06:00:00.000Z');
    await first.close();
    const tool = await openInstance(configIn('two'), { part: 'tool' });
    expect(tool.clock.simulated).toBe(true);
    await tool.close();
    await expect(openInstance(configIn('two'), { part: 'api' })).rejects.toThrow(
      /open it with CLOCK=simulated/,
    );
    expect(servers(join(home, 'two'))).toEqual([]);
  });

  it('keeps its events in EventStoreDB where it is told to, and its views in PostgreSQL', async () => {
    const double = await EventStoreDbDouble.start();
    const events = { EVENT_STORE: 'eventstoredb', EVENTSTOREDB_URL: double.connectionString };
    const instance = await openInstance(configIn('three', events), { part: 'api' });
    await instance.start();
    const externalId = ExternalId.parse('ACME');
    const profile = {
      name: 'Acme',
      onboardedOn: null,
      ownerSeat: null,
      parentExternalId: null,
      attributes: {},
    };
    const commandId = randomUUID();
    const { position } = await instance.execute.execute(
      new Execute(
        account,
        { type: 'PutAccount', externalId, profile },
        { actor: 'ana', commandId, correlationId: commandId },
      ),
    );
    await instance.progress.reach('portfolio', position!, 60_000);
    expect(await instance.portfolio.get('ACME', position!)).toMatchObject({ name: 'Acme' });
    expect((await instance.pool.query('select from ledger.events')).rowCount).toBe(0);
    await instance.close();
    await double.stop();
  });

  it('says at once that its event store does not answer', async () => {
    const events = { EVENT_STORE: 'eventstoredb', EVENTSTOREDB_URL: 'esdb://127.0.0.1:1?tls=false' };
    // Chance lengthens and shortens the pauses between attempts, six seconds together: here it leaves nothing of them.
    const chance = jest.spyOn(Math, 'random').mockReturnValue(-0.5);
    await expect(openInstance(configIn('three', events), { part: 'api' })).rejects.toThrow(
      'EventStoreDB does not answer',
    );
    chance.mockRestore();
    expect(servers(join(home, 'three'))).toEqual([]);
  });

  it('has no key of its own where an issuer signs', async () => {
    const oidc = { OIDC_ISSUER: 'https://login.example.com', OIDC_AUDIENCE: 'tiers' };
    const instance = await openInstance(configIn('two', { CLOCK: 'simulated', ...oidc }), { part: 'api' });
    expect(instance.signingKey).toBeNull();
    await instance.close();
  });
});

/** The PostgreSQL servers that run on a data directory. */
const servers = (dataDir: string): string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`-D ${dataDir}`));
