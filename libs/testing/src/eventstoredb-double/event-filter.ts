import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { Recorded } from './records';

const defaultSearchWindow = 32;

export interface EventFilter {
  accepts(record: Recorded): boolean;
  /** After how many events looked at, wanted or not, a checkpoint is due. */
  readonly checkpointInterval: number;
}

/** The regex is JavaScript's here and .NET's on the server: keep to what both read alike. */
const matcher = (expression: ReadReq.Options.FilterOptions.Expression): ((name: string) => boolean) => {
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return (name) => prefixes.some((prefix) => name.startsWith(prefix));
  const regex = new RegExp(expression.getRegex());
  return (name) => regex.test(name);
};

export const eventFilterOf = (options: ReadReq.Options | undefined): EventFilter | undefined => {
  const filter = options?.getFilter();
  if (filter === undefined) return undefined;
  const window = filter.hasMax() ? filter.getMax() : defaultSearchWindow;
  const checkpointInterval = window * (filter.getCheckpointintervalmultiplier() || 1);
  const [byType, byStream] = [filter.getEventType(), filter.getStreamIdentifier()];
  const matches = matcher((byType ?? byStream)!);
  return { checkpointInterval, accepts: ({ type, stream }) => matches(byType ? type : stream) };
};
