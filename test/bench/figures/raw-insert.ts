import type { Client } from 'pg';
import { type Bed, rawConnections } from '../bed';
import type { Sample } from '../figure';
import { hammer } from '../hammer';

type Queryable = Pick<Client, 'query'>;

/** What most appends are held against: a prepared insert of one row into a plain table, on a connection for each writer. */
export class RawInsert {
  readonly against: string;
  private readonly bed: Bed;
  private readonly connections: () => Promise<readonly Queryable[]>;

  constructor(
    bed: Bed,
    address: string,
    private readonly payload: string,
    private readonly writers: number,
  ) {
    const count = Math.min(writers, rawConnections);
    this.against = `prepared one-row insert of the same payload, ${count} connection${count === 1 ? '' : 's'}`;
    this.bed = bed.part();
    bed.atClose(() => this.bed.close());
    this.connections = writers > count ? this.bed.shared(address) : this.bed.connections(address, writers);
  }

  static async createTable([client]: readonly Client[]): Promise<void> {
    await client!.query(
      'create table public.raw_rows (id bigint generated always as identity primary key, payload text not null)',
    );
  }

  async run(seconds: number): Promise<Sample> {
    const clients = await this.connections();
    const statement = {
      name: 'insert',
      text: 'insert into public.raw_rows (payload) values ($1)',
      values: [this.payload],
    };
    return hammer(this.writers, seconds, (writer) => clients[writer % clients.length]!.query(statement));
  }

  /** All figures' connections together would be more than the server takes. */
  close(): Promise<void> {
    return this.bed.close();
  }
}
