import { canonicalJson } from '#libs/kernel';
import { projection } from '../projection';

/** Statements in the order of the log: seats are filled by hand. */
type Batch = { readonly text: string; readonly values: unknown[] }[];

const endFilling = `
  update seat_fillings set known_until = $3 where seat = $1 and valid_from = $2 and known_until is null`;

const insertFilling = `
  insert into seat_fillings (seat, valid_from, known_from, holder, reports_to, variable_pay, attributes, filled_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;

const insertDelegation = `
  insert into delegations (delegation_id, principal, delegate, scope, valid_from, valid_until, known_from)
  values ($1, $2, $3, $4, $5, $6, $7)`;

const revokeDelegation = `
  with ended as (
    update delegations set known_until = $3 where delegation_id = $1 and known_until is null returning *)
  insert into delegations (delegation_id, principal, delegate, scope, valid_from, valid_until, known_from)
  select delegation_id, principal, delegate, scope, valid_from, $2::date, $3 from ended`;

/** Who sits where and under whom, and who decides for whom: by day, and by the position at which it was known. */
export const org = projection<Batch>({
  name: 'org',
  version: 1,
  tables: ['seat_fillings', 'delegations'],
  begin: () => [],
  on: {
    SeatFilled: ({ event: { data }, position }, batch) => {
      const key = [data.seat, data.validFrom, String(position)];
      const { holder, reportsTo, variablePay = null, attributes, filledBy } = data;
      const said = [holder, reportsTo, variablePay, attributes ? canonicalJson(attributes) : null, filledBy];
      batch.push({ text: endFilling, values: key }, { text: insertFilling, values: [...key, ...said] });
    },
    DelegationGranted: ({ event: { data }, position }, batch) => {
      const { delegationId, principal, delegate, scope, from, until } = data;
      const values = [delegationId, principal, delegate, canonicalJson(scope), from, until, String(position)];
      batch.push({ text: insertDelegation, values });
    },
    DelegationRevoked: ({ event: { data }, position }, batch) =>
      void batch.push({ text: revokeDelegation, values: [data.delegationId, data.until, String(position)] }),
  },
  write: async (batch, tx) => {
    for (const statement of batch) await tx.query(statement);
  },
});
