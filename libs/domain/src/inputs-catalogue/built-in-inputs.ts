import { Measure } from '../vocabulary';
import type { InputEntry, InputGroup } from './input.events';

type Line = [
  measure: string,
  label: string,
  unit: string,
  source: string,
  freshnessDays: number | null,
  is: string,
];

const groups: Readonly<Record<Exclude<InputGroup, 'derived'>, readonly Line[]>> = {
  commercial: [
    ['acv', 'Annual contract value', 'money', 'CRM', 400, 'What the contract is worth in a year.'],
    ['tcv', 'Total contract value', 'money', 'CRM', 400, 'What the contract is worth over its whole length.'],
    ['arr', 'Annual recurring revenue', 'money', 'billing', 100, 'Recurring revenue, as if for a year.'],
    ['contractMonths', 'Contract length', 'months', 'CRM', 400, 'How long the contract runs.'],
    ['renewalOn', 'Next renewal', 'day', 'CRM', null, 'The day on which the contract is renewed or ends.'],
    ['paymentTermsDays', 'Payment terms', 'days', 'billing', 400, 'Days in which an invoice is due.'],
    ['marginPct', 'Gross margin', '%', 'finance', 100, 'Gross margin of what the account buys.'],
    ['potential', 'Potential', 'money', 'account plan', 200, 'What the account could buy in a year.'],
    [
      'strategicPotential',
      'Strategic potential',
      'points',
      'account plan',
      200,
      'What the account could become, from 0 to 100.',
    ],
    ['opportunity', 'Opportunity', 'points', 'model', 200, 'How much there is to win, from 0 to 100.'],
    ['value', 'Value', 'points', 'model', 200, 'What the account is worth over its life, from 0 to 100.'],
    [
      'opportunityAcv',
      'Open opportunity',
      'money',
      'CRM',
      100,
      'The annual value of what is being negotiated.',
    ],
    ['opportunityStage', 'Opportunity stage', 'word', 'CRM', 100, 'How far the negotiation has come.'],
    ['dealValue', 'Deal', 'money', 'CRM', null, 'The annual value of a deal that was closed.'],
  ],
  firmographic: [
    ['industry', 'Industry', 'word', 'CRM', 800, 'The industry of the account.'],
    ['employees', 'Size', 'people', 'CRM', 800, 'How many people the account employs.'],
    ['region', 'Region', 'word', 'CRM', 800, 'Where the account is served from.'],
    [
      'lifecycleStage',
      'Lifecycle stage',
      'word',
      'customer success',
      200,
      'Where the account stands: onboarding, adoption, growth.',
    ],
    [
      'fit',
      'Fit',
      'points',
      'model',
      200,
      'How well the account fits the ideal customer profile, from 0 to 100.',
    ],
  ],
  intent: [
    [
      'intent',
      'Intent',
      'signals a day',
      'marketing',
      7,
      'Signals of interest on a day: visits, searches, downloads.',
    ],
    [
      'engagement',
      'Engagement',
      'points',
      'marketing',
      30,
      'How much the account has to do with us, from 0 to 100.',
    ],
  ],
  product: [
    ['usagePct', 'Usage', '%', 'product', 35, 'Of what was bought, the share in use.'],
    ['productUse', 'Product use', 'points', 'product', 35, 'How much the product is used, from 0 to 100.'],
    [
      'adoption',
      'Adoption',
      'points',
      'product',
      35,
      'How far the product has been taken up, from 0 to 100.',
    ],
    ['timeToValueDays', 'Time to value', 'days', 'product', null, 'Days from signature to the first result.'],
  ],
  experience: [
    ['healthScore', 'Health', 'points', 'customer success', 35, 'Health of the relation, from 0 to 100.'],
    ['nps', 'Net promoter score', 'points', 'survey', 200, 'From -100 to 100.'],
    ['csat', 'Customer satisfaction', 'points', 'survey', 200, 'From 0 to 100.'],
    ['supportTickets', 'Support history', 'tickets', 'support', 35, 'Tickets opened in the last 90 days.'],
  ],
  risk: [
    ['risk', 'Risk', 'points', 'model', 100, 'Risk of loss, from 0 to 100.'],
    ['creditDefault', 'Credit default', 'word', 'finance', null, 'An invoice that will not be paid.'],
    [
      'complexity',
      'Complexity',
      'points',
      'delivery',
      400,
      'How much it takes to serve the account, from 0 to 100.',
    ],
  ],
  rubric: [
    ['maturity', 'Maturity', 'points', 'assessment', 400, 'Maturity of the account, assessed by a rubric.'],
    ['appetite', 'Appetite', 'points', 'assessment', 400, 'Appetite for change, assessed by a rubric.'],
    [
      'strategicImportance',
      'Strategic importance',
      'points',
      'assessment',
      400,
      'What the account means beside its revenue.',
    ],
  ],
};

/** What the catalogue says before a tenant says otherwise. */
export const builtInInputs: ReadonlyMap<Measure, InputEntry> = new Map(
  Object.entries(groups).flatMap(([group, lines]) =>
    lines.map(([measure, label, unit, source, freshnessDays, description]) => [
      Measure.parse(measure),
      { label, group: group as InputGroup, unit, source, freshnessDays, requiredByTiers: [], description },
    ]),
  ),
);
