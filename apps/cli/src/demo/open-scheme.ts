import { randomUUID } from 'node:crypto';
import { PersonId, type PolicyDocument, scheme, type SchemeCode, type SchemeCommand } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { day } from '#libs/kernel';
import type { Instance } from '#libs/platform';

export const author = PersonId.parse('paula');
export const approver = PersonId.parse('ben');
export const inForceFrom = day('2014-01-01');

export interface SchemeToOpen {
  readonly scheme: SchemeCode;
  readonly name: string;
  readonly description: string;
  readonly primary: boolean;
  readonly document: PolicyDocument;
}

/** Opens a scheme, and takes its first policy from a draft to a plan: by two people, since an author never approves. */
export const openScheme = async ({ execute }: Instance, opening: SchemeToOpen): Promise<void> => {
  const { document, ...profile } = opening;
  const its = { scheme: opening.scheme };
  const version = { ...its, version: 1 };
  const steps: readonly (readonly [PersonId, SchemeCommand])[] = [
    [author, { type: 'PutScheme', ...profile }],
    [author, { type: 'DraftPolicy', ...its, document, author }],
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
