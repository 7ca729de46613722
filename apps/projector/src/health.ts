import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Instance } from '#libs/platform';

/** Whether the projector does its work, for whoever runs it: `/health/live`, `/health/ready`, with the lag of every view. */
export const answerAboutHealth = async (
  instance: Instance,
): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/health/live') return tell(response, 200, { status: 'ok' });
    if (path === '/health/ready')
      return void readiness(instance).then(([code, body]) => tell(response, code, body));
    return tell(response, 404, { status: 'unknown', detail: 'Ask for /health/live or /health/ready.' });
  });
  const { host, healthPort } = instance.config;
  await listening(server, healthPort, host);
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    close: () => new Promise((done) => (server.close(() => done()), server.closeAllConnections())),
  };
};

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, done);
  });

/** Ready when every view is kept and none has stopped; how far each is behind stands beside it. */
const readiness = async ({ store, progress, replays }: Instance): Promise<[number, object]> => {
  try {
    const views = await progress.all(await store.head());
    const stopped = views.filter(({ state }) => state === 'stopped');
    const alarm = (await replays.last())?.alarm ?? null;
    const body = {
      status: stopped.length === 0 ? 'ok' : 'stopped',
      alarms: alarm === null ? [] : [alarm],
      views: views.map(({ view, state, lag, error }) => ({ view, state, lag: String(lag), error })),
    };
    return [stopped.length === 0 ? 200 : 503, body];
  } catch (error) {
    return [503, { status: 'unreachable', detail: (error as Error).message }];
  }
};

const tell = (response: ServerResponse, code: number, body: object): void => {
  response.writeHead(code, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};
