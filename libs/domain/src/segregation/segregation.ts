import type { SodFinding } from '../override/sod-finding';
import type { DutyQuestion, Matter } from './matter';
import {
  carries,
  decidesTwice,
  hadPart,
  isMereAdministrator,
  isServiceAccount,
  isOnesOwn,
  lacksDelegation,
} from './duties';
import { isPaidByTheTier, keepsTheAccount, reportsToTheRequester } from './personal-conflicts';

/** One rule: what it says, of which acts, and how somebody who decides would break it. */
interface SodRule {
  readonly rule: SodFinding['rule'];
  readonly says: string;
  readonly of: readonly Matter['act'][];
  readonly brokenBy: (question: DutyQuestion) => string | undefined;
}

const approving = ['approve'] as const;
const letting = ['approve', 'ratify'] as const;
const reviewing = ['review'] as const;
const any = ['approve', 'ratify', 'review'] as const;

/** The segregation of duties, in the order in which breaches are named. */
const segregation: readonly SodRule[] = [
  {
    rule: 'SOD-1',
    says: 'Nobody approves their own request',
    of: approving,
    brokenBy: hadPart('asked for it', 'requestedBy'),
  },
  {
    rule: 'SOD-2',
    says: 'Nobody who reports to the requester decides',
    of: letting,
    brokenBy: isOnesOwn(reportsToTheRequester),
  },
  {
    rule: 'SOD-3',
    says: 'No owner, AE or CSM of the account decides',
    of: letting,
    brokenBy: isOnesOwn(keepsTheAccount),
  },
  {
    rule: 'SOD-4',
    says: 'Nobody decides whose variable pay depends on the tier',
    of: letting,
    brokenBy: isOnesOwn(isPaidByTheTier),
  },
  { rule: 'SOD-5', says: 'Each level is decided by another person', of: letting, brokenBy: decidesTwice },
  { rule: 'SOD-6', says: 'No service account decides', of: any, brokenBy: isServiceAccount },
  { rule: 'SOD-6', says: 'No administrator decides as such', of: any, brokenBy: isMereAdministrator },
  {
    rule: 'SOD-7',
    says: 'No author approves their policy',
    of: approving,
    brokenBy: hadPart('wrote it', 'authoredBy'),
  },
  {
    rule: 'SOD-8',
    says: 'Nobody reviews what they asked for or approved',
    of: reviewing,
    brokenBy: hadPart('had a part in it', 'requestedBy', 'approvedBy'),
  },
  {
    rule: 'SOD-9',
    says: 'Nobody ratifies their own emergency',
    of: ['ratify'],
    brokenBy: hadPart('took it', 'requestedBy'),
  },
  {
    rule: 'SOD-10',
    says: 'Nobody who closed a period approves a correction into it',
    of: letting,
    brokenBy: hadPart('closed it', 'closedBy'),
  },
  { rule: 'SOD-11', says: 'A delegate decides within a delegation', of: any, brokenBy: lacksDelegation },
  ...[reportsToTheRequester, keepsTheAccount, isPaidByTheTier].map((conflict) => ({
    rule: 'SOD-11' as const,
    says: "A delegate carries the principal's conflicts",
    of: letting,
    brokenBy: carries(conflict),
  })),
];

/**
 * What the segregation of duties holds against a decision. Asked with the chart known when it was taken, it tells who
 * was conflicted as known then; asked with today's chart for the same day, as known now.
 */
export const conflictsOf = (question: DutyQuestion): readonly SodFinding[] =>
  segregation.flatMap(({ rule, says, of, brokenBy }) => {
    const how = of.includes(question.matter.act) ? brokenBy(question) : undefined;
    return how === undefined ? [] : [{ rule, detail: `${says}: ${how}.` }];
  });
