import type { Pool } from 'pg';
import type { OverrideId } from '#libs/domain';
import { type ExecuteHandler, Refused } from '#libs/event-store';
import { refuse } from '#libs/kernel';
import {
  Mergers,
  type Org,
  type OverrideKnown,
  type OverridesView,
  PinnedQuarters,
  type QuotasView,
} from '#libs/views';
import { Decisions } from './decisions';
import { Emergencies } from './emergencies';
import { Flags } from './flags';
import { Grounds, type GroundsParts } from './grounds';
import { Inbox } from './inbox';
import { LookingAgain } from './looking-again';
import { OrgBook } from './org-book';
import { QuotaLedgers } from './quota/quota-ledgers';
import { Quotas } from './quota/quotas';
import { Requests } from './requests';
import { Timelines } from './timelines';

export interface OverrideDeskParts extends GroundsParts {
  readonly pool: Pool;
  readonly execute: ExecuteHandler;
  readonly overridesView: OverridesView;
  readonly quotasView: QuotasView;
  readonly org: Org;
}

/** An override as it stands, and where the stream of its timeline does. */
export interface OverrideNow {
  readonly override: OverrideKnown;
  readonly revision: number | null;
}

/** Everything that is done about overrides, and how they stand. */
export class OverrideDesk {
  readonly org: OrgBook;
  readonly grounds: Grounds;
  readonly quotas: Quotas;
  readonly ledgers: QuotaLedgers;
  readonly requests: Requests;
  readonly emergencies: Emergencies;
  readonly decisions: Decisions;
  readonly lookingAgain: LookingAgain;
  readonly inbox: Inbox;
  readonly flags: Flags;

  constructor(private readonly parts: OverrideDeskParts) {
    const timelines = new Timelines(parts);
    this.org = new OrgBook(parts);
    this.grounds = new Grounds({ ...parts, pinned: new PinnedQuarters(parts.pool) });
    this.quotas = new Quotas(parts, timelines, this.org);
    const members = { ...parts, timelines, grounds: this.grounds, org: this.org, quotas: this.quotas };
    this.ledgers = new QuotaLedgers(members, this.quotas.limits);
    this.requests = new Requests(members);
    this.emergencies = new Emergencies(members);
    this.decisions = new Decisions(members);
    this.lookingAgain = new LookingAgain(members);
    this.inbox = new Inbox(members);
    this.flags = new Flags({ ...parts, grounds: this.grounds, mergers: new Mergers(parts.pool) });
  }

  /** As it stands in the log at this moment. @throws Refused NOT_FOUND */
  async get(id: OverrideId): Promise<OverrideNow> {
    const { store, progress, overridesView } = this.parts;
    const { today } = await this.grounds.today();
    await progress.reach('overrides', await store.head());
    const override = await overridesView.get(id, today);
    if (override) return { override, revision: await overridesView.revisionOf(override) };
    throw new Refused(
      refuse('unknown', 'NOT_FOUND', `There is no override ${id}: GET /v1/overrides names them.`),
    );
  }
}
