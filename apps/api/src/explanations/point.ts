import { type Day, type Instant, parseInstant, whyNoDay } from '#libs/kernel';
import { field } from '../http/shape';

/** A point of both clocks as it is asked for: `2025-06-30,2025-07-10T00:00:00Z`, or the day alone for what is known now. */
export interface PointAsked {
  readonly asOf: Day;
  readonly knownAt?: Instant;
}

const why =
  'A point is a day, and behind a comma the instant whose knowledge counts: 2025-06-30,2025-07-10T00:00:00Z.';

export const IsPoint = () =>
  field(
    { type: 'string', maxLength: 64, example: '2025-06-30,2025-07-10T00:00:00Z' },
    { parse: read, why: (said) => (typeof said === 'object' && said !== null ? undefined : why) },
  );

/** What is no point stays as it was said, and is refused. */
const read = (said: unknown): unknown => {
  if (typeof said !== 'string') return said === undefined ? undefined : null;
  const [asOf = '', moment, ...more] = said.split(',');
  if (whyNoDay(asOf) !== undefined || more.length > 0) return said;
  if (moment === undefined) return { asOf };
  const knownAt = parseInstant(moment.trim());
  return knownAt ? { asOf, knownAt } : said;
};
