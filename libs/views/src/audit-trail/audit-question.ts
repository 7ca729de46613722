import type { Position } from '#libs/event-store';
import type { Instant } from '#libs/kernel';

/** Which events are asked for. */
export interface AuditQuestion {
  readonly externalId?: string;
  readonly scheme?: string;
  readonly stream?: string;
  readonly actor?: string;
  readonly type?: string;
  /** Recorded time, half-open. */
  readonly from?: Instant;
  readonly until?: Instant;
  /** Nothing behind this position. */
  readonly at?: Position;
}

/** A stream is of one account or one scheme, and these have an index: the stream needs none of its own. */
const subjectOf = (stream = ''): [condition: string, value: string | undefined][] => {
  const [, category, id = ''] = /^([^-]+)-(.*)$/s.exec(stream) ?? [];
  if (category === 'account') return [['external_id = ', id]];
  if (category === 'scheme') return [['external_id is null and scheme = ', id]];
  return [['external_id = ', category === 'placement' ? lastOf(id) : undefined]];
};

/** The account's part of a composite id; undefined when the text is none. */
const lastOf = (id: string): string | undefined => {
  try {
    return decodeURIComponent(id.slice(id.lastIndexOf('/') + 1));
  } catch {
    return undefined;
  }
};

/** Only what is asked stands in the statement, so that each question finds its own index. */
export const conditionsOf = (
  { externalId, scheme, stream, actor, type, from, until, at }: AuditQuestion,
  after?: Position,
): { where: string; values: string[] } => {
  const asked: [condition: string, value: string | undefined][] = [
    ['external_id = ', externalId],
    ['scheme = ', scheme],
    ['stream = ', stream],
    ...subjectOf(stream),
    ['actor = ', actor],
    ['type = ', type],
    ['recorded_at >= ', from],
    ['recorded_at < ', until],
    ['position <= ', at?.toString()],
    ['position > ', after?.toString()],
  ];
  const given = asked.filter((one): one is [string, string] => one[1] !== undefined);
  const conditions = given.map(([condition], index) => `${condition}$${index + 1}`);
  return {
    where: conditions.length > 0 ? `where ${conditions.join(' and ')}` : '',
    values: given.map(([, value]) => value),
  };
};
