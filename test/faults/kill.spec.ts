import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Recorded } from '#libs/event-store';
import { type Instance, openInstance, openSigningKey, readConfig, type Role } from '#libs/platform';
import { views } from '#libs/views';
import { seed } from '../../libs/testing/src/laws';
import { Client } from './kill/client';
import { everybodyIn, flawsOf, movesOf, overridesIn, readLog, toldIn, unfolded } from './kill/evidence';
import { brokenIn, emergenciesIn, handedOverIn, type Told, untoldOf, untrueOf } from './kill/handed-over';
import { roundsFor } from './kill/rounds';
import { Server } from './kill/server';
import { accountsAtFirst, Wishes } from './kill/wishes';

/**
 * Fifty-six lives of one data directory, each ended by SIGKILL where a crash hurts most, while a client writes.
 * Nearly all of its time are the starts: Node loads the program in about a second, and PostgreSQL recovers
 * in another. So it takes some three minutes on two cores; the writing itself would be done in seconds.
 */
describe(`a server that is killed again and again (FC_SEED=${seed})`, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tierledger-kill-'));
  const config = readConfig({ DATA_DIR: dataDir, CLOCK: 'simulated' });
  const rounds = roundsFor(seed);
  const servers: Server[] = [];
  let client: Client;
  let tool: Instance;
  let log: Recorded[];
  let handedOver: Map<string, Told[]>;
  let jobs: Awaited<ReturnType<Client['jobs']>>;

  const open = async (failpoint?: string): Promise<Server> => {
    const server = new Server(dataDir, failpoint);
    servers.push(server);
    const url = await server.listening;
    if (url) client.meet(url, server.ended);
    return server;
  };

  beforeAll(async () => {
    const key = await openSigningKey(config);
    const token = (sub: string, ...roles: Role[]) => key.issueToken({ sub, roles, seat: sub, ttl: '1d' });
    const tokens = {
      ana: await token('ana', 'policy-author'),
      ben: await token('ben', 'revops', 'admin'),
      eve: await token('eve', 'break-glass'),
    };
    const wishes = new Wishes(seed);
    client = new Client(tokens, wishes);
    const server = await open();
    await client.send('POST', '/v1/clock', say({ now: `${today}T09:00:00Z` }));
    // Nothing is so long ago that nobody would be told of it.
    await client.send('PUT', '/v1/settings', say({ handOverWithinDays: 1_000 }));
    await client.send('PUT', '/v1/schemes/cv', say({ name: 'Contract value' }));
    await client.ask(wishes.draft());
    await client.send('POST', '/v1/schemes/cv/policies/1/submit', { ...say({}), by: 'ana' });
    await client.send('POST', '/v1/schemes/cv/policies/1/approve', say({}));
    await client.send('POST', '/v1/schemes/cv/policies/1/schedule', say({ effectiveFrom: '2024-01-01' }));
    await client.ask(wishes.manyAccounts());
    await client.jobs();
    expect(await server.stop()).toBe('exit code 0');
  });

  afterAll(async () => {
    await tool?.close();
    await servers.at(-1)?.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it.each(rounds.map((round, index) => ({ n: index + 1, ...round })))(
    'is killed in life $n: $point, $at',
    async ({ point, at, ...round }) => {
      const anytime = point === 'at-any-moment';
      const opening = open(anytime ? undefined : `${point}:${at}`);
      const server = servers.at(-1)!;
      if (anytime) setTimeout(() => server.kill(), at);
      try {
        await opening;
        await client.write(round);
        const ended = await Promise.race([server.ended, pause(120_000, 'not at all', { ref: false })]);
        if (ended !== 'SIGKILL') throw new Error(`It ended ${ended}. ${server.words}`);
      } finally {
        server.kill();
        await server.ended;
      }
    },
  );

  describe('in the end', () => {
    beforeAll(async () => {
      await open();
      await client.catchUp();
      jobs = await client.jobs();
      tool = await openInstance(config, { part: 'tool' });
      for (const follower of ['announcements', 'handover'])
        await tool.progress.reach(follower, await tool.store.head(), veryLongMs);
      for (const { name } of views) await tool.progress.settle(name, await tool.store.head(), veryLongMs);
      log = await readLog(tool);
      handedOver = handedOverIn(log);
    });

    it('has a log without a gap, every event in it once', () => {
      expect(flawsOf(log)).toEqual([]);
      expect(log.length).toBeGreaterThan(3 * accountsAtFirst);
    });

    it('has recorded once whatever it acknowledged, and nothing else', () => {
      const told = toldIn(log);
      const asked = client.granted.flatMap(({ wish }) => wish.tells);
      expect(asked.filter((thing) => told.get(thing)?.length !== 1)).toEqual([]);
      expect(new Set(told.keys())).toEqual(new Set(asked));
    });

    it('had recorded what it acknowledged by the position that it answered with', () => {
      const told = toldIn(log);
      const late = client.granted.filter(({ wish, answer }) =>
        wish.tells.some((thing) => answer.position && told.get(thing)![0]! > BigInt(answer.position)),
      );
      expect(late).toEqual([]);
    });

    it('has seen every job through, and counted each row and each move once', () => {
      expect(jobs.map(({ state, problem }) => ({ state, problem }))).toEqual(
        jobs.map(() => ({ state: 'succeeded', problem: null })),
      );
      for (const { id, kind, result } of jobs) {
        if (kind === 'import')
          expect(result).toMatchObject({ accepted: result.rows, duplicates: 0, rejected: 0 });
        else
          expect(movesOf(log, id, result.effectiveOn)).toEqual({
            ASSIGNED: result.assigned,
            PROMOTED: result.promoted,
            DEMOTED: result.demoted,
          });
      }
      expect(new Set(jobs.map(({ kind }) => kind))).toEqual(new Set(['import', 'evaluation']));
    });

    it('has spent one unit for every emergency, and announced it once', () => {
      const taken = overridesIn(log, 'EmergencyOverrideTaken');
      expect(taken).toHaveLength(rounds.filter(({ errand }) => errand === 'emergency').length);
      for (const type of ['QuotaReserved', 'QuotaConsumed', 'OverrideActivated'])
        expect([type, overridesIn(log, type)]).toEqual([type, taken]);
    });

    it('has handed over every emergency once, and what it told of others as well', async () => {
      const raised = [...handedOver.values()]
        .flat()
        .filter(({ day, toTier }) => toTier === 'T1' && day === today);
      expect(raised.map(({ externalId }) => externalId).sort()).toEqual(emergenciesIn(log));
      expect(brokenIn(handedOver, log)).toEqual([]);
      expect(await untrueOf(tool, handedOver)).toEqual([]);
    });

    it('has told of each account where it stands', async () => {
      expect(await untoldOf(tool, handedOver, { everybody: everybodyIn(log), on: today })).toEqual([]);
      expect(handedOver.size).toBeGreaterThan(accountsAtFirst);
    });

    it('has drawn every consequence: each timeline is what its facts fold to', async () => {
      expect(await unfolded(tool, log)).toEqual([]);
    });

    it.each(views.map(({ name }) => name))(
      'has a view %s that equals its rebuild, row for row',
      async (view) => {
        const { id } = await client.send('POST', `/v1/ops/projections/${view}/rebuild`, say({}));
        const { result } = await client.job(`/v1/jobs/${id}`);
        expect(result).toMatchObject({ view, agreed: true, swapped: true });
      },
    );
  });
});

const today = '2026-01-05';
const veryLongMs = 600_000;

const say = (body: object) => ({ by: 'ben' as const, body, key: '' });
