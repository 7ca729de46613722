import { CommandHandler, type ICommandHandler, Command as Message } from '@nestjs/cqrs';
import {
  type Aggregate,
  type Command,
  type Event,
  isRefusal,
  type Outcome,
  type Refusal,
} from '#libs/kernel';
import { type Executed, Many } from './execute-many';
import { type IfAt, refuseElsewhere, RevisionMismatch } from './if-at';
import { Replay, Replays, streamOf } from './replays';
import { Conflict, type Context, EventStore, type Receipt } from './store';
import { Turns } from './turns';

/** The only message on the command bus: which aggregate, what is asked of it, and by whom. */
export class Execute<State, C extends Command, E extends Event> extends Message<Receipt> {
  constructor(
    readonly aggregate: Aggregate<State, C, E>,
    readonly command: NoInfer<C>,
    readonly context: Context,
    /** Only if the stream stands here (the caller's If-Match). */
    readonly ifAt?: IfAt,
  ) {
    super();
  }
}

/** The domain has said no; the refusal says why. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

type Decide<E extends Event> = () => Outcome<E>;

/** How often a race for a stream may be lost to another process before the caller is told. */
const racesToLose = 3;
const replaysKept = 10_000;

/** The one way to write: replay, decide, append; a lost race is run again. */
@CommandHandler(Execute)
export class ExecuteHandler implements ICommandHandler<Execute<unknown, Command, Event>, Receipt> {
  private readonly replays = new Replays(replaysKept);
  private readonly turns = new Turns();

  constructor(private readonly store: EventStore) {}

  /**
   * A command that is executed again, because its answer was lost, is answered with its first receipt: whatever
   * has happened since, it is not done twice.
   * @throws Refused, RevisionMismatch, Conflict, StoreUnavailable
   */
  async execute<State, C extends Command, E extends Event>(message: Execute<State, C, E>): Promise<Receipt> {
    const stream = streamOf(message.aggregate, message.command);
    return this.turns.take(stream, () =>
      this.run(message, stream).catch((error: unknown) => {
        if (!isAnswer(error)) this.replays.forget(stream);
        throw error;
      }),
    );
  }

  /**
   * Many commands of one aggregate with few round trips, each with its own outcome in the order given;
   * commands for the same stream take effect one after another.
   * @throws Conflict when a stream is lost to others again and again, StoreUnavailable; what was appended until then stays
   */
  async executeMany<State, C extends Command, E extends Event>(
    aggregate: Aggregate<State, C, E>,
    commands: readonly C[],
    contextOf: (command: C, index: number) => Context,
  ): Promise<(Executed<State, E> | Refusal)[]> {
    return new Many(this.store, this.replays, aggregate, contextOf).execute(commands);
  }

  private async run<State, C extends Command, E extends Event>(
    { aggregate, command, context, ifAt }: Execute<State, C, E>,
    stream: string,
  ): Promise<Receipt> {
    const { replay, fresh } = await this.replayOf(aggregate, stream);
    const decide: Decide<E> = () => {
      refuseElsewhere(stream, ifAt, replay.revision);
      return aggregate.decide(command, replay.now);
    };
    const receipt = await this.settle(replay, decide, context, fresh);
    this.replays.keep(replay);
    return receipt;
  }

  /** A kept replay may be old. An append proves that it is not; any other outcome is only believed of a fresh one. */
  private async settle<State, C extends Command, E extends Event>(
    replay: Replay<State, C, E>,
    decide: Decide<E>,
    context: Context,
    fresh: boolean,
  ): Promise<Receipt> {
    if (!fresh) {
      const receipt = await this.appendDecided(replay, decide, context).catch(unlessProven);
      if (receipt && receipt.position !== null) return receipt;
      await replay.catchUp(this.store);
    }
    for (let lost = 0; ; lost += 1) {
      try {
        return await this.appendDecided(replay, decide, context);
      } catch (error) {
        if (!(error instanceof Conflict) || lost === racesToLose) throw error;
        await replay.catchUp(this.store);
      }
    }
  }

  private async appendDecided<State, C extends Command, E extends Event>(
    replay: Replay<State, C, E>,
    decide: Decide<E>,
    context: Context,
  ): Promise<Receipt> {
    const done =
      replay.mayHold(context.commandId) && (await this.receiptOf(replay.stream, context.commandId));
    if (done) return done;
    const events = decide();
    if (isRefusal(events)) throw new Refused(events);
    const expected = replay.revision;
    if (events.length === 0) return { revision: expected, position: null };
    const receipt = await this.store.append({ stream: replay.stream, events, expected, context });
    replay.appended(expected, events, context.commandId);
    return receipt;
  }

  /** What a command was answered with when it was done; undefined when it was not. */
  private async receiptOf(stream: string, commandId: string): Promise<Receipt | undefined> {
    let receipt: Receipt | undefined;
    for await (const { context, revision, position } of this.store.read(stream))
      if (context.commandId === commandId) receipt = { revision, position };
    return receipt;
  }

  private async replayOf<State, C extends Command, E extends Event>(
    aggregate: Aggregate<State, C, E>,
    stream: string,
  ): Promise<{ replay: Replay<State, C, E>; fresh: boolean }> {
    const kept = this.replays.of(aggregate, stream);
    if (kept) return { replay: kept, fresh: false };
    const replay = new Replay(aggregate, stream);
    await replay.catchUp(this.store);
    return { replay, fresh: true };
  }
}

const isAnswer = (error: unknown): boolean =>
  error instanceof Refused || error instanceof RevisionMismatch || error instanceof Conflict;

/** What may only seem so from an old replay is asked again of a fresh one. */
const unlessProven = (error: unknown): undefined => {
  if (isAnswer(error)) return undefined;
  throw error;
};
