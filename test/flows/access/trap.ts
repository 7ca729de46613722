import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Nobody is to follow an address in a token; whoever does is counted here. */
export const startTrap = async () => {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.end('{"keys":[]}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { visits, address, close: () => server.close() };
};
