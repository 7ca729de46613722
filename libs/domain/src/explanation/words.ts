import type { MeasureDefinition, RevenueMeasure } from '../policy/measures';

/** What each code of a reason means; behind a colon stands the measure it is about. */
const sentences: Record<string, (measure: string) => string> = {
  POPULATION_SHIFT: () =>
    'The account moved because the cohort did: under the cut points before it would have stayed.',
  DEAD_BAND: () => 'The value is past the edge, but still within the dead band, so the tier stays.',
  WATCH_OPENED: () => 'A move has been seen for the first time and is being watched.',
  WATCH_CLEARED: () => 'The move that was being watched is no longer seen.',
  CONFIRMED: () => 'The move was confirmed by as many scheduled reviews as the policy asks for.',
  STEP_LIMIT: () =>
    'The rules ask for a lower tier still; one review takes no more steps than the policy allows.',
  TENURE: () => 'The tier has not been held for as long as the policy asks before it may change.',
  RENEWAL_SHIELD: () => 'No demotion takes effect so shortly before a renewal.',
  ONBOARDING_GRACE: () => 'No demotion takes effect so shortly after onboarding.',
  BYPASS: (measure) => `A fact of ${measure} sets the stabiliser aside.`,
  JUMP_2: () => 'The account rose by two tiers or more at once.',
  GATE: (measure) => `The gate on ${measure} changed the tier.`,
  NOT_RANKED: () => 'No run has ranked the accounts under this policy version yet.',
  NO_ROW: () => 'No row of the table holds.',
  MISSING: (measure) => `There is no value of ${measure}.`,
  STALE: (measure) => `The value of ${measure} is older than the policy accepts.`,
  NOT_A_NUMBER: (measure) => `The value of ${measure} is no number.`,
  MIXED_CURRENCY: (measure) => `${measure} stands in several currencies, which are not added.`,
  UNDEFINED: (measure) => `${measure} has no value, since what it is a share of is nothing.`,
  OUT_OF_RANGE: (measure) => `${measure} is greater than a decimal can be.`,
  WITHOUT_EVIDENCE: (measure) => `${measure} comes without the evidence that the policy asks for.`,
  OWNER_ASSESSED: (measure) => `${measure} was assessed by nobody but the account's owner.`,
  LOW_CONFIDENCE: (measure) => `The model is less sure of ${measure} than the policy asks for.`,
};

/** A reason as a sentence. */
export const sentenceOf = (reason: string): string => {
  const [code = '', ...rest] = reason.split(':');
  return sentences[code]?.(rest.join(':')) ?? reason;
};

const phrases = new WeakMap<MeasureDefinition, string>();

/** Where a measure's value comes from, as a phrase: put together once for each definition. */
export const wordsFor = (definition: MeasureDefinition): string => {
  const known = phrases.get(definition);
  if (known !== undefined) return known;
  const phrase = phraseOf(definition);
  phrases.set(definition, phrase);
  return phrase;
};

const phraseOf = (definition: MeasureDefinition): string => {
  if ('ratioPct' in definition) return `${definition.ratioPct.of} as per cent of ${definition.ratioPct.to}`;
  if ('sumOf' in definition) return `the sum of ${definition.sumOf.join(', ')}`;
  if ('difference' in definition) return `${definition.difference.of} less ${definition.difference.less}`;
  if ('revenueWindowMonths' in definition) return ofRevenue(definition);
  const { fact, freshnessDays } = definition;
  return `the latest ${fact}${freshnessDays === undefined ? '' : `, at most ${freshnessDays} days old`}`;
};

const aggregates: Record<NonNullable<RevenueMeasure['aggregate']>, string> = {
  sum: 'the revenue',
  count: 'the number of revenue facts',
  average: 'the revenue per fact',
  share: 'the per cent of all revenue',
  seasonality: 'the per cent that the strongest month has of the revenue',
};

const ofRevenue = ({ revenueWindowMonths, kinds, currency, aggregate = 'sum', of }: RevenueMeasure): string =>
  [
    aggregates[aggregate],
    kinds && `of the kinds ${kinds.join(', ')}`,
    currency && `in ${currency}`,
    of === 'family' && 'of the account and all under it',
    `in the ${revenueWindowMonths} months before the day`,
  ]
    .filter(Boolean)
    .join(' ');
