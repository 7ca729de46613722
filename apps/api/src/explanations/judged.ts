import { type DecisionBasis, basisOf } from '#libs/domain';
import type { Explained } from '#libs/views';
import { Problem } from '../http/problem';

/** What a decision stood on. @throws Problem 422 where no policy has judged the account by the day */
export const judgedOf = (externalId: string, explained: Explained | null): DecisionBasis => {
  const document = explained?.record.document;
  if (explained && document) return basisOf({ ...explained.record, document });
  throw new Problem(
    422,
    'NOT_ASSESSED',
    `${externalId} has not been assessed by a policy by that day: ask about a day from its first assessment on.`,
  );
};
