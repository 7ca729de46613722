import { type Level, levelOf, type Override, type OverrideId, type PersonId } from '#libs/domain';
import { type EventStore, type IfAt, refuseElsewhere, Refused } from '#libs/event-store';
import { refuse } from '#libs/kernel';
import { type Caller, decidingNow, type DecidingNow } from './duties';
import type { GroundKnown, Grounds } from './grounds';
import type { OrgBook } from './org-book';
import type { OfOneTimeline, Timelines } from './timelines';
import { type Beginning, readOverrides, type TimelineTold } from './told';
import { refuseOutOfTurn } from './turn';

export interface LookingParts {
  readonly store: EventStore;
  readonly timelines: Timelines;
  readonly grounds: Grounds;
  readonly org: OrgBook;
}

/** Who decides, for whom where they say so, and what they say of it. */
export interface Deciding {
  readonly caller: Caller;
  readonly onBehalfOf?: PersonId | undefined;
  readonly comment?: string | undefined;
  /** Only if the stream of the timeline stands here (the caller's If-Match). */
  readonly ifAt?: IfAt | undefined;
}

/** An override as its stream tells it at this moment. */
export interface Found {
  readonly timeline: OfOneTimeline;
  readonly override: Override;
  readonly beginning: Beginning;
  readonly told: TimelineTold;
}

/** An override with all that a decision about it stands upon. */
export interface Look extends Found {
  readonly ground: GroundKnown;
  readonly deciding: DecidingNow;
}

/** Looking at overrides before something is decided about them. */
export class Looking {
  constructor(private readonly parts: LookingParts) {}

  /** @throws Refused NOT_FOUND */
  async find(overrideId: OverrideId): Promise<Found> {
    const timeline = await this.parts.timelines.of(overrideId);
    const told = timeline && (await readOverrides(this.parts.store, timeline));
    const override = told?.overrides.get(overrideId);
    if (timeline && told && override)
      return { timeline, override, beginning: told.beginnings.get(overrideId)!, told };
    throw new Refused(
      refuse('unknown', 'NOT_FOUND', `There is no override ${overrideId}: GET /v1/overrides names them.`),
    );
  }

  /** As its caller has seen it, where they say what they saw. @throws Refused NOT_FOUND, RevisionMismatch */
  async findAt(id: OverrideId, ifAt: IfAt | undefined): Promise<Found> {
    const found = await this.find(id);
    refuseElsewhere(`The timeline of override ${id}`, ifAt, found.told.revision);
    return found;
  }

  /** Who comes out of turn hears so before the ground is gathered. @throws Refused, RevisionMismatch */
  async look(id: OverrideId, by: Deciding): Promise<Look> {
    const found = await this.findAt(id, by.ifAt);
    const level = levelOf(found.override);
    const { today } = await this.parts.grounds.today();
    const profile = await this.parts.grounds.profileOf(found.timeline);
    const deciding = await this.decidingAs(by, found.override, level, found, { profile, today });
    refuseOutOfTurn({ override: found.override, level, deciding, today });
    return { ...found, ground: await this.groundOf(found), deciding };
  }

  async decidingAs(
    { caller, onBehalfOf }: Deciding,
    override: Override,
    level: Level | undefined,
    { timeline: { scheme } }: Found,
    { profile, today }: Pick<GroundKnown, 'profile' | 'today'>,
  ): Promise<DecidingNow> {
    const organisation = await this.parts.org.now();
    const asked = { organisation, scheme, profile, today };
    return decidingNow({ ...caller, onBehalfOf }, override, level?.role, asked);
  }

  /** By what is known now, but as on the day of the request: what time alone moves is no change of the basis. */
  groundOf({ timeline, beginning }: Found): Promise<GroundKnown> {
    const { from, until, requestedOn } = beginning;
    return this.parts.grounds.about(timeline, { from, until, requestedOn });
  }
}
