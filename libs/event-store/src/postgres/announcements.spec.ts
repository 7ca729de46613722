import { EventEmitter, getEventListeners, once } from 'node:events';
import type { Pool } from 'pg';
import { Wake } from '../wake';
import { Announcements } from './announcements';

/** A database whose connections are there at once, and can be lost. */
class Connections extends EventEmitter {
  readonly pool = {
    connect: async () => {
      const client = Object.assign(new EventEmitter(), { query: async () => ({}), release: () => undefined });
      setImmediate(() => this.emit('heard', client));
      return client;
    },
  } as unknown as Pool;

  async heard(): Promise<EventEmitter> {
    const [client] = (await once(this, 'heard')) as [EventEmitter];
    return client;
  }
}

describe('announcements', () => {
  it('leave nothing behind on a connection that is lost, however often that happens', async () => {
    const added = jest.spyOn(AbortSignal.prototype, 'addEventListener');
    const connections = new Connections();
    const announcements = new Announcements(connections.pool, new Wake());
    announcements.listen();
    const lost = await connections.heard();
    const signal = added.mock.contexts.at(-1)!;
    const again = connections.heard();
    lost.emit('end');
    await again;
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    added.mockRestore();
    await announcements.close();
  });
});
