import { canonicalJson } from '#libs/kernel';
import { projection } from '../projection';

/** Statements in the order of the log: people hold reviews, and few accounts are negotiated with at a time. */
type Batch = { readonly text: string; readonly values: unknown[] }[];

const insertReview = `
  insert into policy_reviews (scheme, known_from, kind, "on", reason, note, person)
  values ($1, $2, $3, $4, $5, $6, $7)`;

const endIndication = `
  update tier_indications set known_until = $5
  where scheme = $1 and external_id = $2 and day = $3 and kind = $4 and known_until is null`;

const insertIndication = `
  insert into tier_indications
    (scheme, external_id, day, kind, known_from, stage, value, tier, place, policy_version, fact_ids)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

interface Indicated {
  readonly scheme: string;
  readonly externalId: string;
  readonly day: string;
  readonly stage?: string | null;
  readonly value: string | null;
  readonly tier: string | null;
  readonly place: number | null;
  readonly policyVersion: number;
  readonly factIds: readonly string[];
}

const indicate = (kind: string, data: Indicated, position: bigint): Batch => {
  const key = [data.scheme, data.externalId, data.day, kind, String(position)];
  const said = [data.stage ?? null, data.value, data.tier, data.place, data.policyVersion];
  return [
    { text: endIndication, values: key },
    { text: insertIndication, values: [...key, ...said, canonicalJson(data.factIds)] },
  ];
};

/** What the clocks are set by: reviews of policies and of accounts; and the tiers that opportunities indicate. */
export const due = projection<Batch>({
  name: 'due',
  version: 1,
  tables: ['policy_reviews', 'business_reviews', 'tier_indications'],
  begin: () => [],
  on: {
    PolicyReviewed: ({ event: { data }, position }, batch) =>
      void batch.push({
        text: insertReview,
        values: [data.scheme, String(position), 'held', data.reviewedOn, null, data.note, data.reviewedBy],
      }),
    PolicyReviewCalled: ({ event: { data }, position }, batch) =>
      void batch.push({
        text: insertReview,
        values: [
          ...[data.scheme, String(position), 'called', data.occurredOn],
          ...[data.reason, data.note, data.calledBy],
        ],
      }),
    BusinessReviewHeld: ({ event: { data }, position }, batch) =>
      void batch.push({
        text: `insert into business_reviews (external_id, known_from, held_on, note, attendees, recorded_by)
               values ($1, $2, $3, $4, $5, $6)`,
        values: [
          ...[data.externalId, String(position), data.heldOn, data.note],
          ...[canonicalJson(data.attendees), data.recordedBy],
        ],
      }),
    ProvisionalTierIndicated: ({ event: { data }, position }, batch) =>
      void batch.push(...indicate('provisional', data, position)),
    BindingTierIndicated: ({ event: { data }, position }, batch) =>
      void batch.push(...indicate('binding', data, position)),
    TierIndicationWithdrawn: ({ event: { data }, position }, batch) =>
      void batch.push({
        text: endIndication,
        values: [data.scheme, data.externalId, data.day, data.kind, String(position)],
      }),
  },
  write: async (batch, tx) => {
    for (const statement of batch) await tx.query(statement);
  },
});
