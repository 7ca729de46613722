import type { Pool } from 'pg';
import type { Scope } from '#libs/domain';
import { narrowed } from './narrowed';

/** Who and what is inside a scope, as the profiles of now say. */
export class PartOfPortfolio {
  constructor(private readonly pool: Pool) {}

  /** Those of the accounts that are inside; an account that nobody knows is outside. */
  async inside(scope: Scope, externalIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await narrowed(this.pool, scope).query<{ external_id: string }>(
      'select external_id from accounts where known_until is null and external_id = any($1::text[])',
      [externalIds],
    );
    return new Set(rows.map(({ external_id }) => external_id));
  }

  /** Which of the accounts are inside, as a question; without a scope all are, and nothing is looked up. */
  async among(scope: Scope | null, externalIds: readonly string[]): Promise<(externalId: string) => boolean> {
    if (!scope) return () => true;
    const inside = await this.inside(scope, [...new Set(externalIds)]);
    return (externalId) => inside.has(externalId);
  }

  /** Whether it is of an account inside. */
  async hasOverride(scope: Scope, id: string): Promise<boolean> {
    const text = 'select from overrides where override_id = $1';
    return (await narrowed(this.pool, scope).query(text, [id])).rowCount !== 0;
  }

  /** Those of the overrides that are of accounts inside. */
  async overridesInside(scope: Scope, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const text = 'select override_id from overrides where override_id = any($1::text[])';
    const { rows } = await narrowed(this.pool, scope).query<{ override_id: string }>(text, [ids]);
    return new Set(rows.map(({ override_id }) => override_id));
  }

  async hasTreatmentChange(scope: Scope, id: string): Promise<boolean> {
    const text = 'select from treatment_changes where id = $1';
    return (await narrowed(this.pool, scope).query(text, [id])).rowCount !== 0;
  }
}
