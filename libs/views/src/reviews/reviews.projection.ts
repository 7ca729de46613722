import type { ReviewEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { canonicalJson } from '#libs/kernel';
import { projection } from '../projection';

/** Statements in the order of the log: people review, and a review is a few hundred words. */
type Batch = { readonly text: string; readonly values: unknown[] }[];

type Of<T extends ReviewEvent['type']> = Recorded<Extract<ReviewEvent, { type: T }>>;

const open = `
  insert into reviews (review_id, scheme, view, quarter, quarter_from, quarter_until, scope, deadline, opened_by,
    opened_on, revision, known_from)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  on conflict (review_id) do update set scope = excluded.scope, deadline = excluded.deadline,
    quarter_from = excluded.quarter_from, quarter_until = excluded.quarter_until,
    opened_by = excluded.opened_by, opened_on = excluded.opened_on, revision = excluded.revision`;

const opened = ({ event: { data }, position, revision }: Of<'ReviewOpened'>, batch: Batch): void => {
  const { reviewId, scheme, view, quarter, scope, deadline, openedBy, openedOn } = data;
  const days = [quarter.label, quarter.from, quarter.until];
  const said = [canonicalJson(scope), deadline, openedBy, openedOn];
  batch.push({
    text: open,
    values: [reviewId, scheme, view, ...days, ...said, revision, String(position)],
  });
};

const pin = `
  update reviews set pin = $2, digest = $3, pinned_by = $4, pinned_on = $5, revision = $6 where review_id = $1`;

const list = `
  insert into review_items (review_id, n, kind, external_id, name, override_id, risk, arr, suggested, reasons, deferred_from)
  select $1, n, kind, "externalId", name, "overrideId", risk, arr, suggested, reasons, "deferredFrom"
  from jsonb_to_recordset($2::jsonb) as item (n int, kind text, "externalId" text, name text, "overrideId" text,
    risk text, arr text, suggested text, reasons text, "deferredFrom" text)`;

const pinned = ({ event: { data }, revision }: Of<'ReviewPinned'>, batch: Batch): void => {
  const { reviewId, digest, items, pinnedBy, pinnedOn } = data;
  const values = [reviewId, canonicalJson(data.pin), digest, pinnedBy, pinnedOn, revision];
  const rows = items.map((item) => ({ ...item, reasons: canonicalJson(item.reasons) }));
  batch.push({ text: pin, values }, { text: list, values: [reviewId, JSON.stringify(rows)] });
};

const say = `
  update review_items set decision = $3, comment = $4, bulk = $5, decided_by = $6, decided_on = $7, decided_at = $8
  where review_id = $1 and n = $2`;
const note = `
  insert into review_decisions (review_id, position, n, decision, bulk, decided_by, decided_at)
  values ($1, $2, $3, $4, $5, $6, $7)`;
const begin = 'update reviews set has_begun = true, revision = $2 where review_id = $1';
const takeBack = 'update review_attestations set stands = false where review_id = $1 and stands';

const decided = (
  { event: { data }, position, revision, recordedAt }: Of<'ReviewItemDecided'>,
  batch: Batch,
): void => {
  const { reviewId, n, decision, comment = null, bulk = false, decidedBy, decidedOn } = data;
  batch.push(
    { text: say, values: [reviewId, n, decision, comment, bulk, decidedBy, decidedOn, recordedAt] },
    { text: note, values: [reviewId, String(position), n, decision, bulk, decidedBy, recordedAt] },
    { text: begin, values: [reviewId, revision] },
    { text: takeBack, values: [reviewId] },
  );
};

const takeOver = `${takeBack} and role = $2`;
const attest = `
  insert into review_attestations (review_id, position, role, statement, attested_by, attested_on, attested_at, stands)
  values ($1, $2, $3, $4, $5, $6, $7, true)`;

const attested = (
  { event: { data }, position, revision, recordedAt }: Of<'ReviewAttested'>,
  batch: Batch,
): void => {
  const { reviewId, role, statement, attestedBy, attestedOn } = data;
  const said = [role, statement, attestedBy, attestedOn, recordedAt];
  batch.push(
    { text: takeOver, values: [reviewId, role] },
    { text: attest, values: [reviewId, String(position), ...said] },
    { text: begin, values: [reviewId, revision] },
  );
};

const seal = `
  update reviews set sealed_by = $2, sealed_on = $3, sealed_at = $4, revision = $5 where review_id = $1`;

/** Every quarter's review with its items, and who has said what of them. */
export const reviews = projection<Batch>({
  name: 'reviews',
  version: 1,
  tables: ['reviews', 'review_items', 'review_decisions', 'review_attestations'],
  begin: () => [],
  on: {
    ReviewOpened: opened,
    ReviewPinned: pinned,
    ReviewItemDecided: decided,
    ReviewAttested: attested,
    ReviewSealed: ({ event: { data }, revision, recordedAt }, batch) =>
      void batch.push({
        text: seal,
        values: [data.reviewId, data.sealedBy, data.sealedOn, recordedAt, revision],
      }),
  },
  write: async (batch, tx) => {
    for (const statement of batch) await tx.query(statement);
  },
});
