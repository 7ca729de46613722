import Fastify from 'fastify';
import { Readable } from 'node:stream';
import { Masks, maskAnswers } from './masks';

describe('an answer that is told as a whole', () => {
  const hidden = { names: new Set(['margin']), revenue: false, triggers: false };
  const fastify = Fastify();
  beforeAll(async () => {
    fastify.decorateRequest('caller', null);
    fastify.addHook('onRequest', (request, _reply, done) => {
      request.caller = {
        roles: new Set(request.headers['x-role'] === 'finance' ? ['finance'] : []),
      } as never;
      done();
    });
    const hiddenFrom = (roles: ReadonlySet<string>) => Promise.resolve(roles.has('finance') ? null : hidden);
    maskAnswers(fastify, { hiddenFrom } as Masks);
    fastify.get('/bytes', () => Buffer.from('margin: 7'));
    fastify.get('/stream', () => Readable.from(['margin: 7']));
    fastify.get('/text', () => 'margin: 7');
    fastify.get('/other-text', () => 'turnover: 7');
    fastify.get('/plain', { config: { scope: 'none' } }, () => 'a file of somebody');
    fastify.get('/json', () => ({ measure: 'margin', value: '7' }));
    await fastify.ready();
  });
  afterAll(() => fastify.close());

  const ask = async (url: string, role: string) => {
    const { statusCode, body } = await fastify.inject({ url, headers: { 'x-role': role } });
    return [statusCode === 200, body.includes('7')];
  };

  it.each(['/bytes', '/stream', '/text'])(
    'is not told where a part of it could be masked: %s',
    async (url) => {
      expect(await ask(url, 'finance')).toEqual([true, true]);
      expect(await ask(url, 'sales-leader')).toEqual([false, false]);
    },
  );

  it('is told where it holds nothing of accounts, or does not speak of it, and JSON is told in part', async () => {
    expect(await ask('/other-text', 'sales-leader')).toEqual([true, true]);
    expect((await ask('/plain', 'sales-leader'))[0]).toBe(true);
    expect(await ask('/json', 'sales-leader')).toEqual([true, false]);
  });
});
