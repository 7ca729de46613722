import type { AccountKnowledge, SchemeKnowledge } from '../placement/knowledge';
import type { PolicyDocument } from '../policy/policy-document';
import { accountView, lineOfView, type ServiceLine, type View, viewOfLine } from '../vocabulary';

/** What is assessed of an account under one view, by what is known of that, on the days of the view. */
export interface Viewed {
  readonly view: View;
  /** Null when the view has no timeline. */
  readonly account: AccountKnowledge | null;
  readonly plan: SchemeKnowledge;
}

/** The account itself, then each of its service lines as far as they were asked for. */
export const viewsOf = (account: AccountKnowledge | null, plan: SchemeKnowledge): Viewed[] => [
  { view: accountView, account, plan },
  ...linesOf(account?.serviceLines ?? [], plan),
];

/** The scheme as a view knows it, whichever account is looked at under it. */
export const planUnder = (plan: SchemeKnowledge, view: string): SchemeKnowledge => {
  const line = lineOfView(view);
  return line === null ? plan : planOfLine(plan, line);
};

/** What is known of an account under a view; null where that is nothing. */
export const knownUnder = (
  account: AccountKnowledge,
  plan: SchemeKnowledge,
  view: string,
): AccountKnowledge | null => viewsOf(account, plan).find((one) => one.view === view)?.account ?? null;

/** Lines that had facts once, of an account of which nothing is known any more. */
export const viewsWithout = (lines: readonly ServiceLine[], plan: SchemeKnowledge): Viewed[] => [
  { view: accountView, account: null, plan },
  ...linesOf(
    lines.map((line) => [line, null] as const),
    plan,
  ),
];

const linesOf = (
  lines: Iterable<readonly [ServiceLine, AccountKnowledge | null]>,
  plan: SchemeKnowledge,
): Viewed[] => {
  const views: Viewed[] = [];
  for (const [line, known] of lines) {
    const ofLine = planOfLine(plan, line);
    const assessed = ofLine.policies.length > 0;
    views.push({ view: viewOfLine(line), account: assessed ? known : null, plan: ofLine });
  }
  return views;
};

/** Whether a policy has a service line assessed. */
export const declares = ({ serviceLines }: PolicyDocument, line: ServiceLine): boolean =>
  serviceLines !== undefined && (serviceLines.names?.includes(line) ?? true);

const plans = new WeakMap<SchemeKnowledge, Map<ServiceLine, SchemeKnowledge>>();

/** The scheme as a line knows it: a day whose policy does not declare the line is none of its days. */
const planOfLine = (plan: SchemeKnowledge, line: ServiceLine): SchemeKnowledge => {
  const known = plans.get(plan) ?? new Map<ServiceLine, SchemeKnowledge>();
  plans.set(plan, known);
  const before = known.get(line);
  if (before) return before;
  const policies = plan.policies.filter(({ document }) => declares(document, line));
  const ofLine = policies.length === plan.policies.length ? plan : { ...plan, policies };
  known.set(line, ofLine);
  return ofLine;
};
