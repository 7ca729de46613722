import type { Revision } from '#libs/event-store';
import { times } from '../figure';
import { hammer } from '../hammer';
import type { Ground, Prepared, Topic } from '../topic';
import { context, factsRecorded, storedFact } from './fact';
import { RawInsert } from './raw-insert';

const goals = new Map([
  [1, times(0.8)],
  [32, times(2.5)],
  [128, times(4)],
]);

/** Single events with an expected revision, each writer to a stream of its own. */
export const append: Topic = {
  key: 'append',
  scales: false,
  async open({ bed, options }: Ground) {
    const address = await bed.database('bench_append');
    const { store } = await bed.instance(address);
    await RawInsert.createTable(await bed.connect(address, 1));
    let streams = 0;
    const ours = (writers: number, seconds: number) => {
      const first = (streams += writers) - writers;
      const revisions = new Map<number, Revision>();
      return hammer(writers, seconds, async (writer, turn) => {
        const externalId = `W${first + writer}`;
        const { revision } = await store.append({
          stream: `account-${externalId}`,
          events: [factsRecorded(externalId, `crm-${turn}`)],
          expected: revisions.get(writer) ?? 'none',
          context: context(),
        });
        revisions.set(writer, revision);
      });
    };
    return [...goals].map(([writers, goal]): Prepared => {
      const raw = new RawInsert(bed, address, storedFact, writers);
      return {
        name: `append one event, ${writers} writer${writers === 1 ? '' : 's'}`,
        against: raw.against,
        goal,
        unit: 'events/s',
        raw: () => raw.run(options.seconds),
        close: () => raw.close(),
        ours: () => ours(writers, options.seconds),
        warm: async () => [await raw.run(options.seconds / 3), await ours(writers, options.seconds / 3)],
      };
    });
  },
};
