import { field } from '../../http/shape';
import { OverrideTerms } from '../override-asked';

/** How many requests one call takes. */
export const mostRequests = 100;

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Each is read by itself when its turn comes, so that one that cannot be read stands in no other's way. */
const AreRequests = () =>
  field(
    { type: () => OverrideTerms, isArray: true, minItems: 1, maxItems: mostRequests },
    (value) => {
      if (!Array.isArray(value) || value.length === 0) return 'This is a list of at least one request.';
      if (value.length > mostRequests)
        return `This list has at most ${mostRequests} requests: send them in parts.`;
      return value.every(isObject) ? undefined : 'Every entry of this list is an object.';
    },
    { description: 'They take from the quota in this order.' },
  );

export class BulkTerms {
  @AreRequests() requests!: object[];
}
