import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Context, EventStore, Execute, type IfAt, type Receipt } from '#libs/event-store';
import type { Aggregate, Command, Event } from '#libs/kernel';
import { Answer } from './exchange';
import { IsPosition, IsWhole } from './fields';
import { Freshness } from './freshness';

/** What every write answers with. */
export class Written {
  @IsPosition({ description: 'A read with this `minPosition` sees what was written.' }) position!: string;
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'Of the stream that was written to.' })
  revision!: number | null;
}

/** The one way to write, as HTTP answers it. */
@Injectable()
export class Commands {
  constructor(
    private readonly bus: CommandBus,
    private readonly store: EventStore,
    private readonly freshness: Freshness,
  ) {}

  async execute<State, C extends Command, E extends Event>(
    aggregate: Aggregate<State, C, E>,
    command: NoInfer<C>,
    context: Context,
    ifAt?: IfAt,
  ): Promise<Written> {
    return this.written(await this.bus.execute(new Execute(aggregate, command, context, ifAt)));
  }

  /** A PUT: 201 for the first word about something, 200 for every later one; `saying` is what it now says. */
  async save<State, C extends Command, E extends Event>(
    aggregate: Aggregate<State, C, E>,
    command: NoInfer<C>,
    context: Context,
    { ifAt, saying }: { readonly ifAt: IfAt | undefined; readonly saying: object },
  ): Promise<Answer> {
    const receipt = await this.bus.execute(new Execute(aggregate, command, context, ifAt));
    const created = receipt.revision === 0 && receipt.position !== null;
    return new Answer(created ? 201 : 200, { ...saying, ...(await this.written(receipt)) });
  }

  /** Where nothing had to be recorded, the position is the log's present end: what was asked for stands at or before it. */
  async written({ revision, position: recorded }: Receipt): Promise<Written> {
    const position = recorded ?? (await this.store.head());
    this.freshness.acknowledge(position);
    return {
      position: String(position),
      revision: revision === 'none' ? null : revision,
    };
  }
}
