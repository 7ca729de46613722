import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { handleClientStreamingCall } from '@grpc/grpc-js';
import { failure } from './faults';
import { sizeOf, type Expected, type Proposed } from './records';
import { maxAppendSizeExceeded, streamDeleted } from './rpc-error';
import { admit, answer, type Server } from './server';
import type { Committed } from './store';
import { appended, expectedOf, proposedOf, streamNameOf } from './wire';

export interface Append {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly Proposed[];
}

export const isTooLarge = ({ maxAppendSize }: Server, { events }: Append): boolean =>
  events.reduce((size, event) => size + sizeOf(event), 0) > maxAppendSize;

/** One append, whichever call carried it, between the faults before it and those after. */
export const commit = async ({ store, faults, life }: Server, append: Append): Promise<Committed> => {
  await faults.meet('append', append.stream);
  if (life.aborted) throw failure('unavailable');
  const outcome = store.append(append.stream, append.expected, append.events);
  if (outcome.is === 'committed') await faults.meet('acknowledgement', append.stream);
  return outcome;
};

const appendOf = ([first, ...rest]: readonly AppendReq[]): Append => {
  const options = first?.getOptions();
  if (options === undefined) throw new Error('The first message of an append states its options.');
  return {
    stream: streamNameOf(options),
    expected: expectedOf(options),
    events: rest.map((message) => proposedOf(message.getProposedMessage()!)),
  };
};

/** The classic append: options, then one message per event; a conflict is a message too, not a status. */
export const append =
  (server: Server): handleClientStreamingCall<AppendReq, AppendResp> =>
  (call, respond) => {
    const messages: AppendReq[] = [];
    call.on('data', (message: AppendReq) => messages.push(message));
    call.on('end', () =>
      answer(server, call, respond, async () => {
        const request = appendOf(messages);
        await admit(server, call, request.stream);
        if (isTooLarge(server, request)) throw maxAppendSizeExceeded(server.maxAppendSize);
        const outcome = await commit(server, request);
        if (outcome.is === 'deleted') throw streamDeleted(request.stream);
        return appended(request.expected, outcome);
      }),
    );
  };
