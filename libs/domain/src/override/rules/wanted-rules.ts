import { type Refusal, refuse, type Rule } from '#libs/kernel';
import { isOrdinal } from '../../policy/tiers';
import type { Ground } from '../ground';
import { overrideRulesOf } from './override-rules';
import type { OverrideKind, Wanted } from '../override-type';
import { longestUntil } from './term';

/** What is wanted, and the policy under which. */
type Asking = Pick<Ground, 'document' | 'calendar'> & { readonly wanted: Wanted };

const ofAnOrder: readonly OverrideKind[] = ['FLOOR', 'CEILING'];
const withoutTier: readonly OverrideKind[] = ['FREEZE', 'EXCLUDE'];

const typeIsAllowed: Rule<Asking, unknown> = ({ wanted: { kind }, document }) => {
  if (kind === 'EMERGENCY') return undefined;
  if (!overrideRulesOf(document).types.includes(kind))
    return notAllowed(`The policy of this scheme allows no ${kind}: choose another type.`);
  return ofAnOrder.includes(kind) && !isOrdinal(document)
    ? notAllowed(`The tiers of this scheme have no order, so there is no ${kind}: ask for a PIN.`)
    : undefined;
};

const notAllowed = (message: string): Refusal =>
  refuse('against-policy', 'OVERRIDE_TYPE_NOT_ALLOWED', message);

const tierIsOneOfThePolicy: Rule<Asking, unknown> = ({ wanted: { kind, tier }, document }) => {
  if (withoutTier.includes(kind))
    return tier === null
      ? undefined
      : refuse('against-policy', 'TIER_NOT_WANTED', `${kind} names no tier: leave \`tier\` out.`);
  if (document.tiers.some(({ code }) => code === tier)) return undefined;
  return refuse(
    'against-policy',
    'UNKNOWN_TIER',
    `${kind} names a tier of the policy in force: ${document.tiers.map(({ code }) => code).join(', ')}.`,
  );
};

const endsAfterItBegins: Rule<Asking, unknown> = ({ wanted: { kind, from, until } }) => {
  if (until === null)
    return kind === 'EXCLUDE'
      ? undefined
      : refuse(
          'against-policy',
          'UNTIL_REQUIRED',
          `What is asked for as ${kind} ends: say on which day, as \`until\`.`,
        );
  return from < until
    ? undefined
    : refuse(
        'against-policy',
        'INTERVAL_EMPTY',
        `${until} is the first day outside, so it comes after ${from}: give a later \`until\`.`,
      );
};

const isNotTooLong: Rule<Asking, unknown> = ({ wanted: { kind, from, until }, document, calendar }) => {
  const longest = longestUntil(kind, from, overrideRulesOf(document), calendar);
  return longest === null || until === null || until <= longest
    ? undefined
    : refuse(
        'against-policy',
        'TERM_TOO_LONG',
        `${kind} from ${from} lasts until ${longest} at most: give an earlier \`until\`, and renew it in its time.`,
        { latestUntil: longest },
      );
};

/** What the policy in force has to know: the type, and the tier. */
export const knownToPolicy = [typeIsAllowed, tierIsOneOfThePolicy];

/** What any override has to be, whatever else stands. */
export const wantedRules = [...knownToPolicy, endsAfterItBegins, isNotTooLong];
