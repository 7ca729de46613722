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
        ours: () => hammer(writers, options.seconds, record),
        warm: async () => [await raw.run(options.seconds / 3), await inTurn(accountsAWriter.kept, record)],
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
  let recorded = 0;
  const next = new Array<number>(writers).fill(0);
  return (writer: number) => {
    const externalId = ExternalId.parse(
      accountId(writer * accountsAWriter.read + (next[writer]! % accountsEach)),
    );
    next[writer]! += 1;
    recorded += 1;
    const facts = [fact(`crm-${accountsEach}-${recorded}`)];
    return handler.execute(new Execute(account, { type: 'RecordFacts', externalId, facts }, context()));
  };
};

/** All writers at once, each so many times: after that, every account that is asked again has been asked before. */
const inTurn = (turns: number, work: (writer: number) => Promise<unknown>): Promise<unknown> =>
  Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let turn = 0; turn < turns; turn += 1) await work(writer);
    }),
  );
