import type { Pool } from 'pg';
import type { Instant } from '#libs/kernel';
import { Clock, clockGoesForward, clockIsReal, ClockRefused, later } from '../clock';
import { instantOf } from './stored-row';

/** Where a simulated clock stands before it is first set: everything can be loaded after that. */
const beginning = '1970-01-01T00:00:00.000Z' as Instant;

interface Row {
  ms: string;
}

/** Recorded time of a log in PostgreSQL: the database's clock, or one that stands where it was set. */
export class PostgresClock extends Clock {
  private constructor(
    private readonly pool: Pool,
    readonly simulated: boolean,
  ) {
    super();
  }

  /**
   * A log has one kind of clock for good: whatever was recorded by a real one stays evidence.
   * @throws ClockRefused when the log was begun with the other kind
   */
  static async open(pool: Pool, { simulated }: { readonly simulated: boolean }): Promise<PostgresClock> {
    if (simulated) await pool.query(simulateText, [beginning]);
    const { rows } = await pool.query<{ simulated: boolean }>(
      'select simulated is not null as simulated from ledger.clock',
    );
    if (rows[0]!.simulated !== simulated) throw simulated ? begunReal() : begunSimulated();
    return new PostgresClock(pool, simulated);
  }

  /** Never before the last event of this database's log. */
  async now(): Promise<Instant> {
    const { rows } = await this.pool.query<Row>({ name: 'ledger-now', text: nowText });
    return instantOf(rows[0]!.ms);
  }

  async moveTo(to: Instant): Promise<void> {
    if (!this.simulated) throw clockIsReal();
    const now = await this.now();
    const text = 'update ledger.clock set simulated = $1 where simulated <= $1';
    const { rowCount } = to < now ? { rowCount: 0 } : await this.pool.query(text, [to]);
    if (rowCount === 0) throw clockGoesForward(later(now, await this.now()), to);
  }

  async seal(at: Instant): Promise<void> {
    await this.pool.query('select ledger.seal($1)', [at]);
  }
}

/** Only a log without events can still choose. */
const simulateText = `
  update ledger.clock set simulated = $1 where simulated is null and not exists (select from ledger.events)`;

const nowText = `
  select (extract(epoch from greatest(
           (select e.recorded_at from ledger.events e order by e.position desc limit 1),
           coalesce(simulated, clock_timestamp()::timestamptz(3)))) * 1000)::bigint as ms
    from ledger.clock`;

const begunReal = () =>
  new ClockRefused('CLOCK_IS_REAL', 'This log was begun with a real clock: open it with CLOCK=real.');
const begunSimulated = () =>
  new ClockRefused(
    'CLOCK_IS_SIMULATED',
    'This log was begun with a simulated clock: open it with CLOCK=simulated.',
  );
