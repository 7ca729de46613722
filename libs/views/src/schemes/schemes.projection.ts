import type { ClientBase } from 'pg';
import { isOrdinal, type PolicyApproved } from '#libs/domain';
import type { Instant } from '#libs/kernel';
import { projection } from '../projection';

/** Statements in the order of the log: policies are few, so each event is one. */
type Batch = { readonly text: string; readonly values: unknown[] }[];

const putScheme = `
  insert into schemes (scheme, name, description, is_primary, revision, opened_at) values ($1, $2, $3, $4, $5, $6)
  on conflict (scheme) do update set name = excluded.name, description = excluded.description,
    is_primary = excluded.is_primary, revision = excluded.revision`;

/** A scheme is as new as its stream, whatever the event was. */
const touch = 'update schemes set revision = $2 where scheme = $1';

const become = (state: string, also = '') =>
  `update policies set state = '${state}'${also} where scheme = $1 and version = $2`;

const shadow = 'update policies set shadow_from = $3 where scheme = $1 and version = $2';

type Approval = Pick<
  ReturnType<typeof PolicyApproved>['data'],
  'scheme' | 'version' | 'approvedBy' | 'role' | 'simulationHash' | 'comment'
>;

const approvalOf = (data: Approval, at: Instant) => {
  const { scheme, version, approvedBy, role = null, simulationHash = null, comment = null } = data;
  return {
    text: 'update policies set approvals = approvals || $3::jsonb where scheme = $1 and version = $2',
    values: [scheme, version, JSON.stringify([{ role, approvedBy, simulationHash, comment, at }])],
  };
};

/** The schemes and their policies as they stand, the days on which each scheme assesses, and the cohorts it ranked. */
export const schemes = projection<Batch>({
  name: 'schemes',
  version: 3,
  tables: ['schemes', 'policies', 'policy_tiers', 'assessment_days', 'cohorts'],
  begin: () => [],
  on: {
    SchemeOpened: ({ event: { data }, revision, position }, batch) =>
      void batch.push({
        text: putScheme,
        values: [data.scheme, data.name, data.description, data.primary, revision, String(position)],
      }),
    SchemeChanged: ({ event: { data }, revision, position }, batch) =>
      void batch.push({
        text: putScheme,
        values: [data.scheme, data.name, data.description, data.primary, revision, String(position)],
      }),
    PolicyDrafted: ({ event: { data }, revision, recordedAt }, batch) => {
      const { scheme, version, document, author } = data;
      batch.push(
        {
          text: `insert into policies (scheme, version, state, document, author, drafted_at)
                 values ($1, $2, 'DRAFT', $3, $4, $5)`,
          values: [scheme, version, JSON.stringify(document), author, recordedAt],
        },
        {
          text: `insert into policy_tiers (scheme, version, tier, rank)
                 select $1, $2, tier, rank from unnest($3::text[], $4::int[]) t(tier, rank) on conflict do nothing`,
          values: [
            scheme,
            version,
            document.tiers.map(({ code }) => code),
            document.tiers.map(({ rank }) => (isOrdinal(document) ? (rank ?? null) : null)),
          ],
        },
        { text: touch, values: [scheme, revision] },
      );
    },
    PolicySubmitted: ({ event: { data }, revision }, batch) =>
      void batch.push(
        {
          text: become('SUBMITTED', ', submitted_by = $3'),
          values: [data.scheme, data.version, data.submittedBy],
        },
        { text: touch, values: [data.scheme, revision] },
      ),
    PolicyApprovalGiven: ({ event: { data }, revision, recordedAt }, batch) =>
      void batch.push(approvalOf(data, recordedAt), { text: touch, values: [data.scheme, revision] }),
    PolicyApproved: ({ event: { data }, revision, recordedAt }, batch) =>
      void batch.push(
        approvalOf(data, recordedAt),
        {
          text: become('APPROVED', ', decided_by = $3, comment = $4, simulation_hash = $5'),
          values: [
            data.scheme,
            data.version,
            data.approvedBy,
            data.comment ?? null,
            data.simulationHash ?? null,
          ],
        },
        { text: touch, values: [data.scheme, revision] },
      ),
    PolicyRejected: ({ event: { data }, revision }, batch) =>
      void batch.push(
        {
          text: become('REJECTED', ', decided_by = $3, comment = $4, shadow_from = null'),
          values: [data.scheme, data.version, data.rejectedBy, data.comment],
        },
        { text: touch, values: [data.scheme, revision] },
      ),
    PolicyScheduled: ({ event: { data }, revision }, batch) =>
      void batch.push(
        {
          text: become('SCHEDULED', ', effective_from = $3, effective_until = null, shadow_from = null'),
          values: [data.scheme, data.version, data.effectiveFrom],
        },
        { text: touch, values: [data.scheme, revision] },
      ),
    PolicyRetired: ({ event: { data }, revision }, batch) =>
      void batch.push(
        {
          text: become('RETIRED', ', effective_until = $3'),
          values: [data.scheme, data.version, data.effectiveUntil],
        },
        { text: touch, values: [data.scheme, revision] },
      ),
    PolicyShadowed: ({ event: { data }, revision }, batch) =>
      void batch.push(
        { text: shadow, values: [data.scheme, data.version, data.from] },
        { text: touch, values: [data.scheme, revision] },
      ),
    PolicyUnshadowed: ({ event: { data }, revision }, batch) =>
      void batch.push(
        { text: shadow, values: [data.scheme, data.version, null] },
        { text: touch, values: [data.scheme, revision] },
      ),
    AssessmentDayAdded: ({ event: { data }, revision, position }, batch) =>
      void batch.push(
        {
          text: `insert into assessment_days (scheme, position, day, kind, accounts, run_id) values ($1, $2, $3, $4, $5, $6)`,
          values: [
            data.scheme,
            String(position),
            data.day,
            data.kind,
            data.externalIds?.length ?? null,
            data.runId,
          ],
        },
        { text: touch, values: [data.scheme, revision] },
      ),
    CohortRanked: ({ event: { data }, revision, position }, batch) =>
      void batch.push(
        {
          text: `insert into cohorts (scheme, day, policy_version, accounts, cohort_hash, scores_hash, cuts, run_id, known_from)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          values: [
            ...[data.scheme, data.day, data.policyVersion, data.accounts, data.cohortHash, data.scoresHash],
            ...[JSON.stringify(data.cuts), data.runId, String(position)],
          ],
        },
        { text: touch, values: [data.scheme, revision] },
      ),
  },
  write: async (batch, tx: ClientBase) => {
    for (const statement of batch) await tx.query(statement);
  },
});
