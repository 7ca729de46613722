import { type Day, earliest, latest } from '#libs/kernel';
import { openedOn } from '../placement/due-days';
import type { AccountKnowledge, KnownInput, RevenueKnown } from '../placement/knowledge';
import type { Measure, ServiceLine } from '../vocabulary';

/** What the facts of one service line say. */
export interface LineTold {
  readonly inputs: readonly KnownInput[];
  readonly revenue: RevenueKnown;
}

/**
 * An account beside whose own facts there are some of its service lines. They are no inputs of the account, but it
 * came in with the first of its facts, whatever that was about.
 */
export const besideLines = (
  account: AccountKnowledge,
  ofLines: Iterable<readonly KnownInput[]>,
): AccountKnowledge => {
  if (account.onboardedOn !== null) return account;
  let first: Day | null = null;
  for (const inputs of ofLines)
    for (const { validFrom } of inputs) first = first === null ? validFrom : earliest(first, validFrom);
  const own = openedOn(account);
  if (first === null || (own !== null && own <= first)) return account;
  return { ...account, onboardedOn: first };
};

/**
 * A service line as it is assessed: its own revenue, its own inputs, and those of the account until it has one of
 * its own of that measure. It comes in with its first fact, not before its account, and ends with it. Null when none
 * of its facts stands.
 */
const lineKnown = (account: AccountKnowledge, told: LineTold): AccountKnowledge | null => {
  let first = told.revenue.earliest;
  const since = new Map<Measure, Day>();
  for (const { measure, validFrom } of told.inputs) {
    const before = since.get(measure);
    since.set(measure, before === undefined ? validFrom : earliest(before, validFrom));
    first = first === null ? validFrom : earliest(first, validFrom);
  }
  const opened = openedOn(account);
  if (first === null || opened === null) return null;
  const shared = account.inputs.filter(({ measure, validFrom }) => {
    const own = since.get(measure);
    return own === undefined || validFrom < own;
  });
  return {
    externalId: account.externalId,
    onboardedOn: latest(opened, first),
    inputs: [...shared, ...told.inputs],
    revenue: told.revenue,
    ...(account.ended && { ended: account.ended }),
  };
};

/** The account with each line that its facts have ever spoken of. */
export const withLines = (
  account: AccountKnowledge,
  lines: ReadonlyMap<ServiceLine, LineTold>,
): AccountKnowledge => {
  const whole = besideLines(
    account,
    [...lines.values()].map(({ inputs }) => inputs),
  );
  return {
    ...whole,
    serviceLines: new Map([...lines].map(([line, told]) => [line, lineKnown(whole, told)])),
  };
};
