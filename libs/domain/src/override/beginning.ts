import type { Day } from '#libs/kernel';
import type { OverrideId, PersonId } from '../vocabulary';
import type { Approved, Asked } from './override-life';

/** An override from the day of its approval on. */
export const approved = (override: Asked, approvedOn: Day): Approved => ({
  ...override,
  status: 'approved',
  approvedOn,
  endedBy: null,
  drift: null,
  attesting: [],
  attestBy: null,
  ratifyBy: null,
  reviews: [],
  announced: new Set(),
});

/** What an event says of what was asked for, without who asked. */
type Asking = Pick<
  Asked,
  'overrideId' | 'tier' | 'from' | 'until' | 'justification' | 'route' | 'basis' | 'basisHash'
> & {
  readonly evidence: readonly { readonly sha256: string }[];
  readonly supersedes?: OverrideId | undefined;
};

/** What was asked for; a renewal has the evidence of all that it goes on with. */
export const askedOf = (data: Asking, renewed?: Pick<Asked, 'evidence'>) => ({
  overrideId: data.overrideId,
  tier: data.tier,
  from: data.from,
  until: data.until,
  justification: data.justification,
  evidence: new Set([...(renewed?.evidence ?? []), ...data.evidence.map(({ sha256 }) => sha256)]),
  supersedes: data.supersedes ?? null,
  route: data.route,
  given: [],
  basis: data.basis,
  basisHash: data.basisHash,
});

/** Who asked, and for whom where a delegate did. */
export const actors = (person: PersonId, onBehalfOf?: PersonId): PersonId[] =>
  onBehalfOf === undefined ? [person] : [person, onBehalfOf];
