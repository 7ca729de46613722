import type { ClientBase } from 'pg';
import type { HandoverEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { canonicalJson, type Day, type Instant } from '#libs/kernel';
import type { Cell } from '../copy';
import type { TimelineKey } from '../decisions/timeline-key';

/** How an open change came to its end. */
export interface Settled {
  readonly as: 'acknowledged' | 'superseded' | 'withdrawn';
  readonly position: bigint;
  readonly recordedAt: Instant;
  readonly by: string | null;
  readonly on: Day | null;
  readonly comment: string | null;
}

/** The end of a change that is stored already. */
export interface Settlement extends Settled {
  readonly timeline: TimelineKey;
  readonly change: number;
}

/** A change as a batch leaves it. */
export interface ChangeRow {
  readonly recorded: Recorded<Extract<HandoverEvent, { type: 'TreatmentChangeRequired' }>>;
  settled: Settled | null;
}

export const columnsOfChange = [
  'id',
  'scheme',
  'view',
  'external_id',
  'change',
  'day',
  'from_tier',
  'to_tier',
  'from_policy_version',
  'policy_version',
  'difference',
  'outstanding',
  'supersedes',
  'due_on',
  'decision_id',
  'event_id',
  'recorded_at',
  'known_from',
  'settled_from',
  'settled_as',
  'settled_recorded_at',
  'acknowledged_by',
  'acknowledged_on',
  'comment',
];

export const cellsOfChange = ({ recorded, settled }: ChangeRow): Cell[] => {
  const { data } = recorded.event;
  return [
    recorded.id,
    data.scheme,
    data.view,
    data.externalId,
    data.change,
    data.day,
    data.fromTier,
    data.toTier,
    data.fromPolicyVersion,
    data.policyVersion,
    canonicalJson(data.difference),
    data.outstanding ? canonicalJson(data.outstanding) : null,
    data.supersedes ?? null,
    data.dueOn,
    data.cause.decisionId,
    data.cause.eventId,
    recorded.recordedAt,
    recorded.position,
    ...cellsOfEnd(settled),
  ];
};

const cellsOfEnd = (settled: Settled | null): Cell[] =>
  settled
    ? [settled.position, settled.as, settled.recordedAt, settled.by, settled.on, settled.comment]
    : [null, null, null, null, null, null];

/** Ends open changes that are stored. */
export const settleStored = async (settlements: readonly Settlement[], tx: ClientBase): Promise<void> => {
  if (settlements.length === 0) return;
  const { rowCount } = await tx.query({
    name: 'treatments-settle',
    text: `update treatment_changes c set settled_from = s.position, settled_as = s.settled_as,
             settled_recorded_at = s.recorded_at, acknowledged_by = s.acknowledged_by,
             acknowledged_on = s.acknowledged_on, comment = s.comment
           from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::timestamptz[],
                       $8::text[], $9::date[], $10::text[])
             s(scheme, view, external_id, change, position, settled_as, recorded_at, acknowledged_by, acknowledged_on, comment)
           where c.scheme = s.scheme and c.view = s.view and c.external_id = s.external_id and c.change = s.change
             and c.settled_from is null`,
    values: [
      settlements.map(({ timeline }) => timeline.scheme),
      settlements.map(({ timeline }) => timeline.view),
      settlements.map(({ timeline }) => timeline.externalId),
      settlements.map(({ change }) => change),
      settlements.map(({ position }) => String(position)),
      settlements.map(({ as }) => as),
      settlements.map(({ recordedAt }) => recordedAt),
      settlements.map(({ by }) => by),
      settlements.map(({ on }) => on),
      settlements.map(({ comment }) => comment),
    ],
  });
  if (rowCount !== settlements.length)
    throw new Error(`${settlements.length - (rowCount ?? 0)} changes of treatment were not open.`);
};
