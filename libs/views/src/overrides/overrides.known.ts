import { type Approved, endingOf, levelOf, reviewBy, statusOn } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { overrideFrom } from './kept-overrides';
import type { OverrideGround, OverrideKnown } from './overrides.answers';
import type { StoredOverride } from './overrides.row';
import type { ToldOverride } from './telling';

/** A row as far as it is told in a list. */
export type ToldRow = Omit<StoredOverride, 'override_id' | 'revision'>;

/**
 * As it stands on a day. One literal, though it is long: spread together, an object of so many properties takes three
 * times as long as reading both texts.
 */
export const knownOf = (row: ToldRow, today: Day): OverrideKnown => {
  const life = overrideFrom(row.life);
  // Written by the projection, and by nobody else.
  const told = JSON.parse(row.told) as ToldOverride;
  const approved = life.status === 'approved' ? life : null;
  return {
    scheme: row.scheme,
    view: row.view,
    externalId: row.external_id,
    id: life.overrideId,
    type: life.kind,
    kind: life.kind,
    tier: life.tier,
    from: life.from,
    until: life.until,
    state: statusOn(life, today),
    endsOn: approved && endingOf(approved, today).on,
    awaits: stateAwaits(life, today) ? (levelOf(life) ?? null) : null,
    asked: told.asked,
    ground: { jump: told.ground.jump, drift: approved && driftOf(approved, told) },
    steps: told.steps,
    supersedes: life.supersedes,
    renews: life.renews,
    renewal: life.renewal,
    attestBy: approved && approved.attestBy,
    reviewBy: approved && reviewBy(approved),
    ratifyBy: approved && approved.ratifyBy,
    life,
    askedAt: row.known_from,
    position: row.changed_at,
  };
};

const driftOf = ({ drift }: Approved, { ground }: ToldOverride): OverrideGround['drift'] =>
  drift && {
    basisHash: drift.hash,
    freezeDrift: ground.drift?.freezeDrift ?? null,
    reattestBy: drift.reattestBy,
  };

const stateAwaits = (life: OverrideKnown['life'], today: Day): boolean => {
  if (life.status === 'requested') return today <= life.decideBy;
  return (
    life.status === 'approved' && life.ratifyBy !== null && life.endedBy === null && today < life.ratifyBy
  );
};
