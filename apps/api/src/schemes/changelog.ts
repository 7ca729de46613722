import { Injectable } from '@nestjs/common';
import { policyDiff, type PolicyDocument, type SchemeEvent } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import { IsAny, IsDay, IsInstant, IsLine, IsListOf, IsOneOf, IsWhole } from '../http/fields';
import { listOf } from '../http/answers';
import { greatestVersion } from './policy';

const steps = [
  'SUBMITTED',
  'APPROVAL_GIVEN',
  'APPROVED',
  'REJECTED',
  'SCHEDULED',
  'RETIRED',
  'SHADOWED',
  'UNSHADOWED',
] as const;

class StateChange {
  @IsOneOf(steps) change!: (typeof steps)[number];
  @IsLine(256) by!: string;
  @IsInstant() at!: Instant;
  @IsLine(64, { nullable: true, description: 'The role that approved.' }) role!: string | null;
  @IsDay({ nullable: true, description: 'The first day in force, out of force, or in the shadow.' })
  day!: Day | null;
  @IsAny({ type: 'string' }, { nullable: true }) comment!: string | null;
}

class VersionLogged {
  @IsWhole(1, greatestVersion) version!: number;
  @IsLine(256) author!: string;
  @IsInstant() draftedAt!: Instant;
  @IsAny({
    type: 'array',
    items: { type: 'string' },
    description: 'What it says otherwise than the version before it.',
  })
  inWords!: string[];
  @IsListOf(() => StateChange) changes!: StateChange[];
}

export class Changelog extends listOf(VersionLogged) {}

/** The versions of a scheme's policy in order: who changed what and when, and what became of it. */
@Injectable()
export class Changelogs {
  constructor(private readonly store: EventStore) {}

  async of(scheme: string): Promise<readonly VersionLogged[]> {
    const items: VersionLogged[] = [];
    let before: PolicyDocument | undefined;
    for await (const { event, recordedAt } of this.store.read(`scheme-${scheme}`)) {
      // A scheme's stream holds the scheme aggregate's events alone.
      const { type, data } = event as SchemeEvent;
      if (type === 'PolicyDrafted') {
        const { version, author, document } = data;
        const inWords = before ? policyDiff(before, document) : [firstWords(document)];
        items.push({ version, author, draftedAt: recordedAt, inWords, changes: [] });
        before = document;
      }
      const change = changeOf(event as SchemeEvent, recordedAt);
      if (change && 'version' in data) items[data.version - 1]!.changes.push(change);
    }
    return items;
  }
}

const firstWords = ({ kind, tiers }: PolicyDocument): string =>
  `The first version: ${kind}, with the tiers ${tiers.map(({ code, label = code }) => label).join(', ')}.`;

type Told = Pick<StateChange, 'change' | 'by'> & Partial<Pick<StateChange, 'role' | 'day' | 'comment'>>;

type Tellings = {
  readonly [T in SchemeEvent['type']]?: (data: Extract<SchemeEvent, { type: T }>['data']) => Told;
};

/** What each event says of its version; others say nothing of one. */
const tellings: Tellings = {
  PolicySubmitted: ({ submittedBy: by }) => ({ change: 'SUBMITTED', by }),
  PolicyApprovalGiven: ({ approvedBy: by, role, comment = null }) => ({
    change: 'APPROVAL_GIVEN',
    by,
    role,
    comment,
  }),
  PolicyApproved: ({ approvedBy: by, role = null, comment = null }) => ({
    change: 'APPROVED',
    by,
    role,
    comment,
  }),
  PolicyRejected: ({ rejectedBy: by, comment }) => ({ change: 'REJECTED', by, comment }),
  PolicyScheduled: ({ scheduledBy: by, effectiveFrom: day }) => ({ change: 'SCHEDULED', by, day }),
  PolicyRetired: ({ retiredBy: by, effectiveUntil: day }) => ({ change: 'RETIRED', by, day }),
  PolicyShadowed: ({ shadowedBy: by, from: day }) => ({ change: 'SHADOWED', by, day }),
  PolicyUnshadowed: ({ unshadowedBy: by }) => ({ change: 'UNSHADOWED', by }),
};

const changeOf = ({ type, data }: SchemeEvent, at: Instant): StateChange | undefined => {
  // The table joins each event's name to the telling of its own data.
  const told = (tellings[type] as ((data: unknown) => Told) | undefined)?.(data);
  return told && { role: null, day: null, comment: null, ...told, at };
};
