import { randomUUID } from 'node:crypto';
import { PersonId, PolicyDocument, scheme, type SchemeCommand, SchemeCode } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { day } from '#libs/kernel';
import type { Instance } from '#libs/platform';

export const customerValue = SchemeCode.parse('customer-value');

/** From the lowest to the highest, with the revenue from which each is reached. */
export const tiers = [
  ['BRONZE', null],
  ['SILVER', '500'],
  ['GOLD', '1500'],
  ['PLATINUM', '5000'],
] as const;

/** Tiers by revenue of the trailing twelve months; a customer on an edge stands in the tier above it. */
const policy = PolicyDocument.parse({
  kind: 'bands',
  tiers: tiers.map(([code], rank) => ({ code, rank: rank + 1 })),
  measures: { trailing12: { revenueWindowMonths: 12 } },
  boundaries: tiers.flatMap(([tier, at]) =>
    at === null ? [] : [{ tier, measure: 'trailing12', at, inclusive: true }],
  ),
});

export const author = PersonId.parse('paula');
export const approver = PersonId.parse('ben');
export const inForceFrom = day('2014-01-01');

/** Opens the scheme, and takes its first policy from a draft to a plan: by two people, since an author never approves. */
export const openCustomerValue = async ({ execute }: Instance): Promise<void> => {
  const its = { scheme: customerValue };
  const version = { ...its, version: 1 };
  const steps: readonly (readonly [PersonId, SchemeCommand])[] = [
    [
      author,
      {
        type: 'PutScheme',
        ...its,
        name: 'Customer value',
        description: 'Revenue of the trailing 12 months',
        primary: true,
      },
    ],
    [author, { type: 'DraftPolicy', ...its, document: policy, author }],
    [author, { type: 'SubmitPolicy', ...version, submittedBy: author }],
    [approver, { type: 'ApprovePolicy', ...version, approvedBy: approver }],
    [author, { type: 'SchedulePolicy', ...version, effectiveFrom: inForceFrom, scheduledBy: author }],
  ];
  for (const [actor, command] of steps) {
    await execute.execute(
      new Execute(scheme, command, { actor, commandId: randomUUID(), correlationId: randomUUID() }),
    );
  }
};
