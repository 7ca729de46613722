import { account, ExternalId } from '#libs/domain';
import { Execute, ExecuteHandler } from '#libs/event-store';
import type { Instance } from '#libs/platform';
import { times } from '../figure';
import { hammer } from '../hammer';
import { accountId } from '../portfolio';
import type { Ground, Prepared, Topic } from '../topic';
import { context, fact, storedFact } from './fact';
import { onboard } from './onboard';
import { RawInsert } from './raw-insert';

const writers = 32;
const accountsAWriter = { kept: 100, read: 1_000 };

/** Whole commands: replay, decide, append, by as many writers as there are connections on the raw side. */
export const command: Topic = {
  key: 'command',
  scales: false,
  async open({ bed, options }: Ground) {
    const address = await bed.database('bench_command');
    const instance = await bed.instance(address);
    await RawInsert.createTable(await bed.connect(address, 1));
    await onboard(instance, writers * accountsAWriter.read);
    const raw = new RawInsert(bed, address, storedFact, writers);
    const figure = (how: keyof typeof accountsAWriter, name: string): Prepared => {
      const record = recorder(instance, accountsAWriter[how]);
      return {
        name: `a whole command, ${writers} writers, ${name}`,
        against: raw.against,
        goal: times(1),
        unit: 'commands/s',
        raw: () => raw.run(options.seconds),
        ours: () => record(options.seconds),
        warm: async () => [await raw.run(options.seconds / 3), await record(options.seconds / 3)],
      };
    };
    return [
      figure('kept', 'accounts asked lately'),
      figure('read', 'every account read from its stream first'),
    ];
  },
};

/** Each writer goes round its own accounts; with more of them than a handler keeps, each has to be read again. */
const recorder = ({ store }: Instance, accountsEach: number) => {
  const handler = new ExecuteHandler(store);
  let facts = 0;
  const next = new Array<number>(writers).fill(0);
  return (seconds: number) =>
    hammer(writers, seconds, (writer) => {
      const externalId = ExternalId.parse(
        accountId(writer * accountsAWriter.read + (next[writer]! % accountsEach)),
      );
      next[writer]! += 1;
      facts += 1;
      const record = {
        type: 'RecordFacts',
        externalId,
        facts: [fact(`crm-${accountsEach}-${facts}`)],
      } as const;
      return handler.execute(new Execute(account, record, context()));
    });
};
