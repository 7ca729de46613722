import type { ClientBase } from 'pg';
import type { CapacityEvent } from '#libs/domain';

/** What was said of a capacity, and where in the log. */
export type CapacitySaid = CapacityEvent['data'] & { readonly position: bigint };

/** Capacities are few: each is a statement of its own, in the order of the log. */
export const writeCapacities = async (said: readonly CapacitySaid[], tx: ClientBase): Promise<void> => {
  for (const { scheme, tier, role, available, validFrom, setBy, position } of said) {
    const about = [scheme, tier === null ? 'role' : 'tier', tier ?? role, validFrom, String(position)];
    await tx.query(
      `update capacities set known_until = $5::bigint
       where scheme = $1 and kind = $2 and name = $3 and valid_from = $4::date and known_until is null`,
      about,
    );
    await tx.query(
      `insert into capacities (scheme, kind, name, valid_from, known_from, available, set_by)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [...about, available, setBy],
    );
  }
};
