import type { Cover } from './cover';
import type { Scene } from './scene';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The basis of a pack, as a committee reads it. */
export const coverWords = (
  { quarter, calendar, timeZone, policies, policyChanges, population, completeness }: Omit<Cover, 'inWords'>,
  { inputs, scheme }: Scene,
): string[] => {
  const { coordinates } = inputs;
  const { byAccounts, byTierHistory, byMigration, agree } = population;
  const counts = `${byAccounts} by accounts onboarded, ${byTierHistory} by the tier history, ${byMigration} by the migration matrix`;
  return [
    `${scheme.profile?.name ?? coordinates.scheme}, ${coordinates.view}, ${quarter.label}: from ${quarter.from} up to and without ${quarter.until}. Opening tiers are those of ${quarter.from}, closing tiers those of ${quarter.until}, on which the review of the quarter takes effect; ARR is that at the close of the day before each.`,
    `Fiscal years start in ${months[calendar.startMonth - 1]}; days are those of ${timeZone}.`,
    scopeInWords(coordinates.scope),
    `All of it is as known at ${coordinates.pin.knownAt}, position ${coordinates.pin.position} of the log. What was recorded later is not in it.`,
    policies.length === 0
      ? 'No version of the policy was in force in the quarter.'
      : `In force: ${policies.map(({ version, kind, from }) => `version ${version} (${kind}) from ${from}`).join('; ')}.`,
    policyChanges.length === 0
      ? 'The policy did not change within the quarter.'
      : `The policy changed on ${policyChanges.map(({ day }) => day).join(', ')}.`,
    `The population on the closing day: ${counts}. ${agree ? 'The three agree.' : 'THE THREE DO NOT AGREE: look into it before anything is signed.'}`,
    `Read were ${completeness.events} events, every one up to the pin.`,
  ];
};

const scopeInWords = (scope: Scene['inputs']['coordinates']['scope']): string => {
  const parts = Object.entries(scope).map(([key, values]) => `${key} is ${values.join(' or ')}`);
  return parts.length === 0
    ? 'Of the whole portfolio.'
    : `Of the accounts of which, as known at the pin, ${parts.sort().join(', and ')}.`;
};
