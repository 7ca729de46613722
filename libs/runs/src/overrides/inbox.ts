import { DecidingRole, type Scope } from '#libs/domain';
import type { Day } from '#libs/kernel';
import type { OverrideAwaiting, OverrideKnown, OverridesPage, OverridesView } from '#libs/views';
import { type Caller, decidingNow } from './duties';
import type { OrgBook, Organisation } from './org-book';

export interface InboxParts {
  readonly overridesView: OverridesView;
  readonly org: OrgBook;
}

export interface InboxQuestion {
  readonly caller: Caller;
  /** The part of the portfolio that is all there is for them; null is the whole. */
  readonly scope: Scope | null;
  readonly today: Day;
  readonly limit: number;
  /** Behind which to go on. */
  readonly after?: string;
}

/** How many are looked at for one page: whoever may decide little of what awaits them gets a short one. */
const looksAtMost = 2_000;

/** What somebody may decide now: at the level whose turn it is, with nothing speaking against it. */
export class Inbox {
  constructor(private readonly parts: InboxParts) {}

  /** The oldest first. */
  async of({ caller, scope, today, limit, after }: InboxQuestion): Promise<OverridesPage> {
    const organisation = await this.parts.org.now();
    const roles = rolesOf(caller, organisation, today);
    const overrides = this.parts.overridesView.within(scope);
    const mine: OverrideKnown[] = [];
    let next = after ?? null;
    for (let looked = 0; looked < looksAtMost; looked += limit) {
      const page = await overrides.inboxOf(roles, today, { limit, ...(next && { after: next }) });
      for (const one of page.items) {
        if (mayDecide(one, { caller, organisation, today })) mine.push(one);
        if (mine.length === limit) return { items: mine, next: isLast(one, page) ? null : one.askedAt };
      }
      next = page.next;
      if (next === null) break;
    }
    return { items: mine, next };
  }
}

const isLast = (one: OverrideKnown, { items, next }: OverridesPage): boolean =>
  next === null && items.at(-1) === one;

/** In their own right, and for whoever has let them. */
const rolesOf = ({ person, roles }: Caller, { chart }: Organisation, on: Day): DecidingRole[] => {
  const lent = chart.delegationsOf(person, on).flatMap(({ scope }) => scope.roles);
  return DecidingRole.options.filter((role) => roles.includes(role) || lent.includes(role));
};

const mayDecide = (
  { life, scheme, account: profile, awaits }: OverrideAwaiting,
  { caller, organisation, today }: { caller: Caller; organisation: Organisation; today: Day },
): boolean => {
  if (!awaits) return false;
  const asked = { organisation, scheme: scheme as never, profile, today };
  const { roles, findings } = decidingNow(caller, life, awaits.role, asked);
  return findings.length === 0 && roles.includes(awaits.role);
};
