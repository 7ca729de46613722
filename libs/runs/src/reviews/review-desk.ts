import {
  type AttestingRole,
  type ItemDecision,
  review as aReview,
  type ReviewCommand,
  type ReviewId,
} from '#libs/domain';
import { type Context, Execute, type Receipt, Refused } from '#libs/event-store';
import { isRefusal } from '#libs/kernel';
import { type Asking, Drafts, type DraftsParts } from './drafts';
import { Reviewers, type ReviewersParts } from './reviewers';
import { OverridesAsked } from './overrides-asked';
import { coordinatesOf, findReview, nextPinned, type Opened } from './reviews-found';
import { Revocations } from './revocations';

export interface ReviewDeskParts extends DraftsParts, ReviewersParts {}

/** Everything that is done about reviews: each step upon what the log tells at that moment. */
export class ReviewDesk {
  readonly drafts: Drafts;
  private readonly reviewers: Reviewers;
  private readonly revocations: Revocations;
  private readonly asked: OverridesAsked;

  constructor(private readonly parts: ReviewDeskParts) {
    this.drafts = new Drafts(parts);
    this.reviewers = new Reviewers(parts);
    this.revocations = new Revocations(parts.overrides);
    this.asked = new OverridesAsked(parts.execute);
  }

  async decide(
    id: ReviewId,
    n: number,
    said: { readonly decision: ItemDecision; readonly comment?: string | undefined },
    asking: Asking,
  ): Promise<Receipt> {
    const { review, calendar, ...about } = await this.before(id, [n], asking);
    const by = asking.caller.person;
    const next = said.decision === 'DEFER' ? await nextPinned(this.parts.store, review, calendar) : undefined;
    const of = { type: 'DecideItem', reviewId: id, n, ...said, decidedBy: by } as const;
    const command = { ...of, ...about, nextPinned: next };
    const ending = said.decision === 'REVOKE_OVERRIDE' ? overrideOf(review, n) : null;
    const isOpen = !isRefusal(aReview.decide(command, review));
    if (ending && isOpen)
      await this.revocations.canBe({ overrideId: ending, by, comment: said.comment ?? '' }, about.today);
    const receipt = await this.execute(command, review, asking);
    if (ending) await this.revocations.carryOut(await this.find(id), about.today, asking.context);
    await this.tell(id, [n], asking.context);
    return receipt;
  }

  async confirm(id: ReviewId, items: readonly number[], asking: Asking): Promise<Receipt> {
    const { review, calendar: _, ...about } = await this.before(id, items, asking);
    const of = { type: 'ConfirmItems', reviewId: id, items, decidedBy: asking.caller.person } as const;
    const receipt = await this.execute({ ...of, ...about }, review, asking);
    await this.tell(id, items, asking.context);
    return receipt;
  }

  async attest(
    id: ReviewId,
    said: { readonly statement: string; readonly role?: AttestingRole | undefined },
    asking: Asking,
  ): Promise<Receipt> {
    const review = await this.find(id);
    const { today } = await this.parts.overrides.grounds.today();
    const overrides = review.status === 'draft' ? [] : review.overrides;
    const { caller } = asking;
    const findings = await this.reviewers.findings(caller, { scheme: review.scheme, overrides }, today);
    const { person: attestedBy, roles } = caller;
    const by = { attestedBy, roles, findings, today };
    return this.execute({ type: 'AttestReview', reviewId: id, ...said, ...by }, review, asking);
  }

  /** Makes the pack again, looks who has signed and what is open, and seals; or says all that speaks against it. */
  async seal(id: ReviewId, asking: Asking): Promise<Receipt> {
    const { caller, context } = asking;
    const review = await this.find(id);
    const { today } = await this.parts.overrides.grounds.today();
    const of = { type: 'SealReview' as const, reviewId: id, sealedBy: caller.person, today };
    if (review.status !== 'pinned') return this.execute({ ...of, ...nothingFound }, review, asking);
    await this.revocations.carryOut(review, today, context);
    await this.asked.tell(review, { today, context });
    const { packs } = this.parts;
    const digestNow = await packs.digestOf(await packs.at(coordinatesOf(review, review.pin)));
    const emergencies = await this.reviewers.openEmergencies(review, today);
    const conflicts = await Promise.all(
      [...review.attested].map(([role, person]) =>
        this.reviewers.findings({ person, roles: [role] }, review, today),
      ),
    );
    return this.execute({ ...of, digestNow, emergencies, conflicts: conflicts.flat() }, review, asking);
  }

  private find(id: ReviewId): Promise<Opened> {
    return findReview(this.parts.store, id);
  }

  /** Tells the overrides that items are about what has been decided: on a day that may have come since. */
  private async tell(id: ReviewId, items: readonly number[], context: Context): Promise<void> {
    const review = await this.find(id);
    const among = new Set(items.flatMap((n) => overrideOf(review, n) ?? []));
    if (among.size === 0) return;
    const { today } = await this.parts.overrides.grounds.today();
    await this.asked.tell(review, { today, context, among });
  }

  /** What is not the client's to say of a decision about items. */
  private async before(id: ReviewId, items: readonly number[], { caller }: Asking) {
    const review = await this.find(id);
    const { today, calendar } = await this.parts.overrides.grounds.today();
    const overrides = items.flatMap((n) => overrideOf(review, n) ?? []);
    const findings = await this.reviewers.findings(caller, { scheme: review.scheme, overrides }, today);
    return { review, findings, today, calendar };
  }

  /**
   * A draft names no overrides, so nothing could be held against anybody when it was looked at: who comes before the
   * pin is refused by what was looked at, also where somebody pins it at that moment.
   */
  private async execute(
    command: ReviewCommand,
    review: Opened,
    { context, ifAt }: Pick<Asking, 'context' | 'ifAt'>,
  ): Promise<Receipt> {
    const tooEarly = review.status === 'draft' && aReview.decide(command, review);
    if (tooEarly && isRefusal(tooEarly)) throw new Refused(tooEarly);
    return this.parts.execute.execute(new Execute(aReview, command, context, ifAt));
  }
}

const nothingFound = { digestNow: '', emergencies: [], conflicts: [] };
const overrideOf = (review: Opened, n: number) =>
  review.status === 'draft' ? null : (review.items.get(n)?.item.overrideId ?? null);
