import { once } from 'node:events';
import { setImmediate as breath, setTimeout as wait } from 'node:timers/promises';
import { createServer, type AddressInfo, type Server as Listener, type Socket } from 'node:net';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { Faults } from './faults';
import { getSupportedMethods, readGossip } from './features';
import type { Server } from './server';
import { Store } from './store';
import { append } from './streams.append';
import { batchAppend } from './streams.batch-append';
import { deleteStream, tombstone } from './streams.delete';
import { read } from './streams.read';

export interface Options {
  /** Any free one unless said otherwise. */
  readonly port?: number;
  /** In bytes, for one append: the default of servers up to 25.0. */
  readonly maxAppendSize?: number;
}

const host = '127.0.0.1';
/** Of one message: above MaxAppendSize, so that it is the server that refuses and not the transport. */
const maxReceiveMessageLength = 17 * 1024 * 1024;
const turnsToNotice = 20;

const grpcServer = (server: Server): GrpcServer => {
  const grpc = new GrpcServer({ 'grpc.max_receive_message_length': maxReceiveMessageLength });
  grpc.addService(StreamsService, {
    read: read(server),
    append: append(server),
    batchAppend: batchAppend(server),
    delete: deleteStream(server),
    tombstone: tombstone(server),
  });
  grpc.addService(ServerFeaturesService, { getSupportedMethods: getSupportedMethods(server) });
  grpc.addService(GossipService, { read: readGossip(server) });
  return grpc;
};

/**
 * An EventStoreDB in memory, spoken to by the unmodified client over a real connection. It proves what is built on
 * the protocol, and what becomes of that when things go wrong; it proves nothing about the database.
 */
export class EventStoreDbDouble {
  readonly faults = new Faults();
  /** The clock of `created`. */
  now: () => Date = () => new Date();

  private readonly store = new Store(() => this.now());
  private readonly sockets = new Map<string, Socket>();
  private running: { listener: Listener; grpc: GrpcServer; life: AbortController } | undefined;

  private constructor(
    private port: number,
    private readonly maxAppendSize: number,
  ) {}

  static async start({ port = 0, maxAppendSize = 1024 * 1024 }: Options = {}): Promise<EventStoreDbDouble> {
    const double = new EventStoreDbDouble(port, maxAppendSize);
    await double.restart();
    return double;
  }

  get connectionString(): string {
    return `esdb://${host}:${this.port}?tls=false`;
  }

  /** Crash: sockets are cut (the client sees UNAVAILABLE), the log survives; `restart` brings it back. */
  async crash(): Promise<void> {
    for (const socket of this.sockets.values()) socket.destroy();
    await this.close();
    // No server is back within a tick: clients in this process get to hear of the cut before their next call, also
    // where the process itself is held up for longer than any wait.
    for (let turn = 0; turn < turnsToNotice; turn += 1) {
      await wait(1);
      await breath();
    }
  }

  /** Starts again on the same port, with the log as it was and without what was known from memory only. */
  async restart(): Promise<void> {
    if (this.running !== undefined) await this.crash();
    this.store.forgetRecentIds();

    // Listening is done here and not by grpc-js, because only who holds the sockets can cut them.
    const listener = createServer().listen(this.port, host);
    await once(listener, 'listening');
    this.port = (listener.address() as AddressInfo).port;

    const life = new AbortController();
    const { store, faults, port, maxAppendSize } = this;
    const cut = (peer: string) => this.sockets.get(peer)?.destroy();
    const grpc = grpcServer({ store, faults, port, maxAppendSize, life: life.signal, cut });
    const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
    listener.on('connection', (socket: Socket) => {
      const peer = `${socket.remoteAddress}:${socket.remotePort}`;
      this.sockets.set(peer, socket);
      socket.once('close', () => this.sockets.delete(peer));
      injector.injectConnection(socket);
    });
    this.running = { listener, grpc, life };
  }

  /** An orderly end: calls under way are cancelled. */
  async stop(): Promise<void> {
    this.faults.clear();
    this.running?.grpc.forceShutdown();
    await this.close();
  }

  private async close(): Promise<void> {
    if (this.running === undefined) return;
    const { listener, grpc, life } = this.running;
    this.running = undefined;
    life.abort();
    grpc.forceShutdown();
    const closed = once(listener, 'close');
    listener.close();
    await closed;
  }
}
