import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { run } from './program';

const home = mkdtempSync(join(tmpdir(), 'tierledger-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** One command line in an environment of its own: what it said on either side, and its exit code. */
const tierledger = async (line: string, environment: Record<string, string> = {}) => {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const signal = new AbortController().signal;
  const code = await run(line.split(' ').filter(Boolean), {
    streams: { out, err },
    environment: { DATA_DIR: join(home, 'data'), ...environment },
    signal,
  });
  const text = (stream: PassThrough) => String(stream.read() ?? '');
  return { code, out: text(out), err: text(err) };
};

describe('the command line', () => {
  it('explains itself, its commands and its exit codes', async () => {
    const { code, out } = await tierledger('--help');
    expect(code).toBe(0);
    for (const word of ['start', 'demo', 'import', 'as-of', 'Exit codes:', 'First steps'])
      expect(out).toContain(word);
  });

  it.each([
    'start',
    'token',
    'demo',
    'import',
    'evaluate',
    'as-of',
    'moves',
    'export',
    'rebuild',
    'doctor',
    'bench',
  ])('has an example in the help of %s', async (command) => {
    const { code, out } = await tierledger(`${command} --help`);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`Examples?:\\n(.*\\n)*.*tierledger ${command}`));
  });

  it.each([
    ['fly', "unknown command 'fly'"],
    ['as-of', "missing required argument 'account'"],
    ['as-of ACME --on yesterday', 'A day is written YYYY-MM-DD.'],
    ['as-of ACME --on 2025-02-29', 'There is no day 2025-02-29.'],
    ['as-of ACME --known-at noon', 'A moment is written 2025-05-06T22:00:00Z, or as a day.'],
    ['start --port 99999', 'A port is a number from 0 to 65535; 0 takes any free one.'],
    ['start --clock sundial', 'Allowed choices are real, simulated.'],
    ['import accounts.csv', "required option '--kind <kind>' not specified"],
    ['import --kind people x.csv', 'Allowed choices are accounts, facts, revenue.'],
    ['moves --from 2025-01-01', "required option '--to <day>' not specified"],
    ['moves --from 2025-01-01 --to 2025-04-01 --limit 0', 'This is a whole number from 1.'],
    ['moves --from 2025-04-01 --to 2025-01-01', '--from is before --to.'],
    [`import --kind facts --source ${'s'.repeat(65)} x.csv`, 'This is text of 1 to 64 characters'],
    ['token --sub= --roles revops', 'This is text of 1 to 256 characters'],
    ['token --sub ana --roles emperor', 'emperor is not known; take from sales-leader,'],
    ['token --sub ana --roles revops --ttl soon', 'A duration is written 90s, 15m, 1h or 7d.'],
    ['rebuild cathedral', 'There is no view cathedral;'],
  ])('refuses "%s" with exit code 2 and a sentence', async (line, sentence) => {
    const { code, out, err } = await tierledger(line);
    expect(err).toContain(sentence);
    expect([code, out]).toEqual([2, '']);
  });

  it('names every variable of the environment that is wrong', async () => {
    const { code, err } = await tierledger('token --sub ana --roles revops', { PORT: 'x', CLOCK: 'y' });
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(2);
  });

  it('has the demo listen where the environment says', async () => {
    const { code, err } = await tierledger('demo --exit', { PORT: 'x' });
    expect(code).toBe(2);
    expect(err).toContain('PORT');
  });

  it('prints a token and nothing else', async () => {
    const { code, out, err } = await tierledger('token --sub ana --roles revops,admin --seat emea');
    expect([code, err]).toEqual([0, '']);
    expect(out.trim()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const claims = JSON.parse(Buffer.from(out.split('.')[1]!, 'base64url').toString());
    expect(claims).toMatchObject({ sub: 'ana', roles: ['revops', 'admin'], seat: 'emea' });
  });

  it('ends without a word when whoever reads it has read enough', async () => {
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const out = new Writable({ write: (_text, _encoding, written) => written(gone) });
    const [err, environment] = [new PassThrough(), { DATA_DIR: join(home, 'data') }];
    const code = await run(['token', '--sub', 'ana', '--roles', 'revops'], {
      streams: { out, err },
      environment,
      signal: new AbortController().signal,
    });
    await new Promise((next) => setImmediate(next));
    expect([code, String(err.read() ?? '')]).toEqual([0, '']);
    expect(out.errored).toBe(gone);
  });

  it('prints no token where an issuer signs them', async () => {
    const oidc = { OIDC_ISSUER: 'https://login.example.com', OIDC_AUDIENCE: 'tiers' };
    const { code, out, err } = await tierledger('token --sub ana --roles revops', oidc);
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain('ask there for one');
  });

  it('gives machines their problems as JSON', async () => {
    const { code, out, err } = await tierledger('rebuild cathedral --json');
    expect([code, err]).toEqual([2, '']);
    expect(JSON.parse(out)).toEqual({
      problem: { code: 'USAGE', detail: expect.stringMatching(/^There is no view/) },
    });
  });

  it('says that a database cannot be reached, with exit code 4', async () => {
    const blocked = join(home, 'a-file');
    writeFileSync(blocked, '');
    const { code, err } = await tierledger(`as-of ACME --data ${blocked}`);
    expect(code).toBe(4);
    expect(err).toContain('choose another');
  });
});
