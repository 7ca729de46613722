import {
  itemsOf,
  overridesIn,
  type PackCoordinates,
  quarterLabelled,
  review as aReview,
  type ReviewCommand,
  type ReviewId,
  type SchemeCode,
  type Scope,
  type View,
} from '#libs/domain';
import {
  type Context,
  Execute,
  type ExecuteHandler,
  type IfAt,
  type Receipt,
  Refused,
} from '#libs/event-store';
import { type Day, isRefusal, refuse } from '#libs/kernel';
import { readScheme } from '../evaluation/scheme-plan';
import type { Caller } from '../overrides/duties';
import type { OverrideDesk } from '../overrides/overrides-desk';
import type { PackAsked } from '../packs/pack-shelf';
import { OverridesAsked } from './overrides-asked';
import {
  coordinatesOf,
  findReview,
  type Opened,
  type PackSource,
  plainScope,
  putOffBefore,
  reviewIdOf,
} from './reviews-found';
import { settledMoment, type SettledMomentParts } from './settled-moment';

export interface DraftsParts extends SettledMomentParts {
  readonly execute: ExecuteHandler;
  readonly overrides: OverrideDesk;
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
  readonly ifAt?: IfAt | undefined;
}

/** Reviews until there is something to decide: opened, and pinned. */
export class Drafts {
  private readonly asked: OverridesAsked;

  constructor(private readonly parts: DraftsParts) {
    this.asked = new OverridesAsked(parts.execute);
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

  /** Freezes the pack, makes its items, and asks the overrides among them whether they are to stand. */
  async pin(id: ReviewId, asking: Asking): Promise<Receipt> {
    const receipt = await this.freeze(id, asking);
    const { today } = await this.parts.overrides.grounds.today();
    await this.asked.tell(await findReview(this.parts.store, id), { today, context: asking.context });
    return receipt;
  }

  /** At a position at which everything has had its consequences. */
  private async freeze(id: ReviewId, { caller, context, ifAt }: Asking): Promise<Receipt> {
    const review = await findReview(this.parts.store, id);
    const { today, calendar } = await this.parts.overrides.grounds.today();
    const of = { type: 'PinReview' as const, reviewId: id, pinnedBy: caller.person, today };
    // What is refused anyhow costs no pack.
    if (isRefusal(aReview.decide({ ...of, ...nothingPinned }, review)))
      return this.execute({ ...of, ...nothingPinned }, context, ifAt);
    const { pin } = await this.freshCoordinates(review);
    const pack = await this.parts.packs.at(coordinatesOf(review, pin));
    const items = itemsOf(pack, await putOffBefore(this.parts.store, review, calendar));
    const pressed = await this.parts.packs.press(pack);
    const made = { digest: pressed.digest, items, overrides: overridesIn(pack) };
    const receipt = await this.execute({ ...of, pin, ...made }, context, ifAt);
    await this.parts.packs.keep(pressed);
    return receipt;
  }

  /** Its pack as pinned, or, of a draft, as it would be if it were pinned now. @throws Refused NOT_FOUND */
  async packOf(id: ReviewId): Promise<PackAsked> {
    const review = await findReview(this.parts.store, id);
    if (review.status === 'draft') return { coordinates: await this.freshCoordinates(review), digest: null };
    return { coordinates: coordinatesOf(review, review.pin), digest: review.digest };
  }

  private async freshCoordinates(review: Opened): Promise<PackCoordinates> {
    const { position, knownAt } = await settledMoment(this.parts);
    return coordinatesOf(review, { position: String(position), knownAt });
  }

  private async schemeIsOpened(scheme: SchemeCode): Promise<void> {
    if ((await readScheme(this.parts.store, scheme)).profile) return;
    throw new Refused(refuse('unknown', 'NOT_FOUND', `There is no scheme ${scheme}; open it first.`));
  }

  private execute(command: ReviewCommand, context: Context, ifAt?: IfAt): Promise<Receipt> {
    return this.parts.execute.execute(new Execute(aReview, command, context, ifAt));
  }
}

const nothingPinned = {
  ...{ pin: { position: '0', knownAt: '' as PackCoordinates['pin']['knownAt'] } },
  ...{ digest: '', items: [], overrides: [] },
};

const unlessSealed = (error: unknown): undefined => {
  if (error instanceof Refused && error.refusal.code === 'REVIEW_SEALED') return undefined;
  throw error;
};
