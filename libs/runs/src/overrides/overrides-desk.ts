import type { Pool } from 'pg';
import {
  type Ending,
  endingOf,
  isPolicyCandidate,
  levelOf,
  overrideRulesOf,
  type OverrideState,
  statusOn,
} from '#libs/domain';
import type { ExecuteHandler, Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { Decisions, type Found } from './decisions';
import { type Caller, decidingNow } from './duties';
import { Grounds, type GroundsParts } from './grounds';
import { LogIndex, type OverridesWanted } from './log-index';
import { OrgBook } from './org-book';
import { Quotas } from './quotas';
import { Requests } from './requests';
import { streamOfOverrides, toldBy } from './told';

export interface OverrideDeskParts extends GroundsParts {
  readonly pool: Pool;
  readonly execute: ExecuteHandler;
}

/** An override as it stands on a day. */
export interface OverrideNow extends Found {
  readonly state: OverrideState;
  /** Null for one that never stood. */
  readonly ending: Ending | null;
}

/** Everything that is done about overrides, and how they stand. */
export class OverrideDesk {
  readonly index: LogIndex;
  readonly org: OrgBook;
  readonly grounds: Grounds;
  readonly quotas: Quotas;
  readonly requests: Requests;
  readonly decisions: Decisions;

  constructor(private readonly parts: OverrideDeskParts) {
    this.index = new LogIndex(parts.pool, parts.store, parts.progress);
    this.org = new OrgBook(parts.store, this.index);
    this.grounds = new Grounds(parts);
    this.quotas = new Quotas(parts, this.index, this.org);
    const members = { ...parts, grounds: this.grounds, org: this.org, quotas: this.quotas };
    this.requests = new Requests(members);
    this.decisions = new Decisions({ ...members, index: this.index });
  }

  async get(id: Parameters<Decisions['find']>[0]): Promise<OverrideNow> {
    const { today } = await this.grounds.today();
    return nowOf(await this.decisions.find(id), today);
  }

  /** As known at a position: in the order of their timelines, and on each in that of their beginning. */
  async all(wanted: OverridesWanted, at?: Position): Promise<OverrideNow[]> {
    const { today } = await this.grounds.today();
    const told = await this.parts.store.readMany((await this.index.timelines(wanted)).map(streamOfOverrides));
    return [...told.values()].flatMap((events) => {
      const timeline = toldBy(at === undefined ? events : events.filter(({ position }) => position <= at));
      return [...timeline.beginnings.values()].map((beginning) => {
        const { scheme, view, externalId, overrideId } = beginning;
        const override = timeline.overrides.get(overrideId)!;
        const found = { timeline: { scheme, view, externalId }, override, beginning, told: timeline };
        return nowOf(found, today);
      });
    });
  }

  /** What the caller may decide now: at the level whose turn it is, with nothing speaking against it. */
  async inboxOf(caller: Caller): Promise<OverrideNow[]> {
    const { today } = await this.grounds.today();
    const waiting = (await this.all({})).filter((one) => waits(one, today));
    const organisation = await this.org.now();
    const mine = await Promise.all(
      waiting.map(async (one) => {
        const role = levelOf(one.override)?.role;
        const profile = await this.grounds.profileOf(one.timeline);
        const asked = { organisation, scheme: one.timeline.scheme, profile, today };
        const { roles, findings } = decidingNow(caller, one.override, role, asked);
        return findings.length === 0 && role !== undefined && roles.includes(role);
      }),
    );
    return waiting.filter((_, index) => mine[index]);
  }

  /** Renewed as often as the policy allows: it is the policy that is to be changed. */
  async isPolicyCandidate({ override, timeline: { scheme } }: Found): Promise<boolean> {
    const { today } = await this.grounds.today();
    return isPolicyCandidate(override, overrideRulesOf(await this.grounds.documentOn(scheme, today)));
  }
}

const nowOf = (found: Found, today: Day): OverrideNow => ({
  ...found,
  state: statusOn(found.override, today),
  ending: found.override.status === 'approved' ? endingOf(found.override, today) : null,
});

/** For an approval, or, where it is an emergency that stands, for its ratification. */
const waits = ({ state, override }: OverrideNow, today: Day): boolean =>
  ['SUBMITTED', 'IN_REVIEW'].includes(state.state) ||
  (override.status === 'approved' &&
    override.ratifyBy !== null &&
    today < override.ratifyBy &&
    override.endedBy !== 'REJECTED');
