import {
  type AttestingRole,
  type ItemDecision,
  itemsOf,
  overridesIn,
  type PackCoordinates,
  quarterLabelled,
  review as aReview,
  type ReviewCommand,
  type ReviewId,
  type Scope,
  type SchemeCode,
  type View,
} from '#libs/domain';
import {
  type Context,
  Execute,
  type ExecuteHandler,
  type Receipt,
  Refused,
  type Revision,
} from '#libs/event-store';
import { type Day, isRefusal, refuse } from '#libs/kernel';
import { readScheme } from '../evaluation/scheme-plan';
import type { Caller } from '../overrides/duties';
import { Reviewers, type ReviewersParts } from './reviewers';
import {
  coordinatesOf,
  findReview,
  type Opened,
  type PackSource,
  plainScope,
  putOffBefore,
  reviewIdOf,
} from './reviews-found';
import { Revocations } from './revocations';
import { settledMoment, type SettledMomentParts } from './settled-moment';

export interface ReviewDeskParts extends SettledMomentParts, ReviewersParts {
  readonly execute: ExecuteHandler;
  readonly packs: PackSource;
}

/** What somebody wants to review. */
export interface ReviewAsked {
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly quarter: string;
  readonly scope: Scope;
  readonly deadline: Day;
}

/** Who asks, with the context of the request and the revision they have seen. */
export interface Asking {
  readonly caller: Caller;
  readonly context: Context;
  readonly ifAt?: Revision | undefined;
}

/** Everything that is done about reviews: each step upon what the log tells at that moment. */
export class ReviewDesk {
  private readonly reviewers: Reviewers;
  private readonly revocations: Revocations;

  constructor(private readonly parts: ReviewDeskParts) {
    this.reviewers = new Reviewers(parts);
    this.revocations = new Revocations(parts.overrides);
  }

  /** @throws Refused NOT_FOUND for a scheme that nobody has opened, QUARTER_UNKNOWN, REVIEW_EXISTS and others */
  async open(asked: ReviewAsked, { caller, context }: Asking): Promise<{ id: ReviewId; receipt: Receipt }> {
    const { today, calendar } = await this.parts.overrides.grounds.today();
    const quarter = quarterLabelled(asked.quarter, calendar, today);
    if (isRefusal(quarter)) throw new Refused(quarter);
    await this.schemeIsOpened(asked.scheme);
    const scope = plainScope(asked.scope);
    const terms = { ...asked, quarter, scope, openedBy: caller.person, today };
    for (let nth = 1; ; nth += 1) {
      const id = reviewIdOf({ ...asked, scope }, nth);
      const receipt = await this.execute({ type: 'OpenReview', ...terms, reviewId: id }, context).catch(
        unlessSealed,
      );
      if (receipt) return { id, receipt };
    }
  }

  /** Freezes the pack at a position at which everything has had its consequences, and makes its items. */
  async pin(id: ReviewId, { caller, context, ifAt }: Asking): Promise<Receipt> {
    const review = await this.find(id);
    const { today, calendar } = await this.parts.overrides.grounds.today();
    const of = { type: 'PinReview' as const, reviewId: id, pinnedBy: caller.person, today };
    // What is refused anyhow costs no pack.
    if (isRefusal(aReview.decide({ ...of, ...nothingPinned }, review)))
      return this.execute({ ...of, ...nothingPinned }, context, ifAt);
    const { pin } = await this.freshCoordinates(review);
    const pack = await this.parts.packs.at(coordinatesOf(review, pin));
    const items = itemsOf(pack, await putOffBefore(this.parts.store, review, calendar));
    const made = { digest: this.parts.packs.digestOf(pack), items, overrides: overridesIn(pack) };
    return this.execute({ ...of, pin, ...made }, context, ifAt);
  }

  async decide(
    id: ReviewId,
    n: number,
    said: { readonly decision: ItemDecision; readonly comment?: string | undefined },
    asking: Asking,
  ): Promise<Receipt> {
    const about = await this.before(id, [n], asking);
    const by = asking.caller.person;
    const command = { type: 'DecideItem', reviewId: id, n, ...said, decidedBy: by, ...about } as const;
    const review = await this.find(id);
    const ending = said.decision === 'REVOKE_OVERRIDE' ? overrideOf(review, n) : null;
    const isOpen = !isRefusal(aReview.decide(command, review));
    if (ending && isOpen)
      await this.revocations.canBe({ overrideId: ending, by, comment: said.comment ?? '' }, about.today);
    const receipt = await this.execute(command, asking.context, asking.ifAt);
    if (ending) await this.revocations.carryOut(await this.find(id), about.today, asking.context);
    return receipt;
  }

  async confirm(id: ReviewId, items: readonly number[], asking: Asking): Promise<Receipt> {
    const about = await this.before(id, items, asking);
    const decidedBy = asking.caller.person;
    return this.execute(
      { type: 'ConfirmItems', reviewId: id, items, decidedBy, ...about },
      asking.context,
      asking.ifAt,
    );
  }

  async attest(
    id: ReviewId,
    said: { readonly statement: string; readonly role?: AttestingRole | undefined },
    { caller, context, ifAt }: Asking,
  ): Promise<Receipt> {
    const { scheme, ...review } = await this.find(id);
    const { today } = await this.parts.overrides.grounds.today();
    const overrides = review.status === 'draft' ? [] : review.overrides;
    const findings = await this.reviewers.findings(caller, { scheme, overrides }, today);
    const { person: attestedBy, roles } = caller;
    const by = { attestedBy, roles, findings, today };
    return this.execute({ type: 'AttestReview', reviewId: id, ...said, ...by }, context, ifAt);
  }

  /** Makes the pack again, looks who has signed and what is open, and seals; or says all that speaks against it. */
  async seal(id: ReviewId, { caller, context, ifAt }: Asking): Promise<Receipt> {
    const review = await this.find(id);
    const { today } = await this.parts.overrides.grounds.today();
    const of = { type: 'SealReview' as const, reviewId: id, sealedBy: caller.person, today };
    if (review.status !== 'pinned') return this.execute({ ...of, ...nothingFound }, context, ifAt);
    await this.revocations.carryOut(review, today, context);
    const { packs } = this.parts;
    const digestNow = packs.digestOf(await packs.at(coordinatesOf(review, review.pin)));
    const emergencies = await this.reviewers.openEmergencies(review, today);
    const conflicts = await Promise.all(
      [...review.attested].map(([role, person]) =>
        this.reviewers.findings({ person, roles: [role] }, review, today),
      ),
    );
    return this.execute({ ...of, digestNow, emergencies, conflicts: conflicts.flat() }, context, ifAt);
  }

  /** What its pack is of: as pinned, or, of a draft, as it would be if it were pinned now. @throws Refused NOT_FOUND */
  async coordinates(
    id: ReviewId,
  ): Promise<{ readonly coordinates: PackCoordinates; readonly pinned: boolean }> {
    const review = await this.find(id);
    if (review.status === 'draft') return { coordinates: await this.freshCoordinates(review), pinned: false };
    return { coordinates: coordinatesOf(review, review.pin), pinned: true };
  }

  private find(id: ReviewId): Promise<Opened> {
    return findReview(this.parts.store, id);
  }

  private async freshCoordinates(review: Opened): Promise<PackCoordinates> {
    const { position, knownAt } = await settledMoment(this.parts);
    return coordinatesOf(review, { position: String(position), knownAt });
  }

  /** What is not the client's to say of a decision about items. */
  private async before(id: ReviewId, items: readonly number[], { caller }: Asking) {
    const review = await this.find(id);
    const { today } = await this.parts.overrides.grounds.today();
    const overrides = items.flatMap((n) => overrideOf(review, n) ?? []);
    const findings = await this.reviewers.findings(caller, { scheme: review.scheme, overrides }, today);
    return { findings, today };
  }

  private async schemeIsOpened(scheme: SchemeCode): Promise<void> {
    if ((await readScheme(this.parts.store, scheme)).profile) return;
    throw new Refused(refuse('unknown', 'NOT_FOUND', `There is no scheme ${scheme}; open it first.`));
  }

  private execute(command: ReviewCommand, context: Context, ifAt?: Revision): Promise<Receipt> {
    return this.parts.execute.execute(new Execute(aReview, command, context, ifAt));
  }
}

const nothingFound = { digestNow: '', emergencies: [], conflicts: [] };
const nothingPinned = {
  ...{ pin: { position: '0', knownAt: '' as PackCoordinates['pin']['knownAt'] } },
  ...{ digest: '', items: [], overrides: [] },
};

const overrideOf = (review: Opened, n: number) =>
  review.status === 'draft' ? null : (review.items.get(n)?.item.overrideId ?? null);

const unlessSealed = (error: unknown): undefined => {
  if (error instanceof Refused && error.refusal.code === 'REVIEW_SEALED') return undefined;
  throw error;
};
