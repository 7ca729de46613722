import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { EventStore } from '#libs/event-store';
import { Replays } from '#libs/runs';
import { Progress } from '#libs/views';

/** What a scrape of this process tells: requests, the log, the views, the jobs, and the event loop. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly durations = new Histogram({
    name: 'tierledger_http_request_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  private readonly head = this.gauge(
    'log_position',
    'The last position of the log: how much was ever appended.',
  );
  private readonly lag = this.gauge('projection_lag', 'Positions between a view and the end of the log.', [
    'view',
  ]);
  private readonly stopped = this.gauge('projection_stopped', '1 for a view that stopped at an event.', [
    'view',
  ]);
  private readonly jobs = this.gauge('jobs', 'Jobs by kind and state.', ['kind', 'state']);

  private readonly replayed = this.gauge(
    'replay_decisions',
    'Decisions on record that were taken again the last night, by what came out.',
    ['came_out'],
  );
  private readonly replayFailed = this.gauge(
    'replay_failed',
    '1 where decisions on record could not be taken again the last night.',
  );

  constructor(
    private readonly store: EventStore,
    private readonly progress: Progress,
    private readonly pool: Pool,
    private readonly replays: Replays,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  async scrape(): Promise<string> {
    const head = await this.store.head();
    this.head.set(Number(head));
    for (const { view, lag, state } of await this.progress.all(head)) {
      this.lag.set({ view }, Number(lag));
      this.stopped.set({ view }, state === 'stopped' ? 1 : 0);
    }
    const { rows } = await this.pool.query<{ kind: string; state: string; jobs: string }>(
      'select kind, state, count(*) as jobs from ops.jobs group by kind, state',
    );
    this.jobs.reset();
    for (const { kind, state, jobs } of rows) this.jobs.set({ kind, state }, Number(jobs));
    await this.lookAtReplays();
    return this.registry.metrics();
  }

  private async lookAtReplays(): Promise<void> {
    const last = await this.replays.last();
    this.replayFailed.set(last && last.replayed === null ? 1 : 0);
    if (!last?.replayed) return;
    const { sampled, identical } = last.replayed;
    this.replayed.set({ came_out: 'identical' }, identical);
    this.replayed.set({ came_out: 'different' }, sampled - identical);
  }

  /** Times every answer by its route, never by its address: accounts are no labels. */
  observe(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unknown';
      this.durations.observe(
        { method: request.method, route, status: reply.statusCode },
        reply.elapsedTime / 1000,
      );
      done();
    });
  }

  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name: `tierledger_${name}`, help, labelNames, registers: [this.registry] });
  }
}
