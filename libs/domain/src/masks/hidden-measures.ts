import { type Measures, partsOf } from '../policy/measures';
import type { MatrixPolicy, PolicyDocument, ScorePolicy } from '../policy/policy-document';
import type { Mask, TenantSettings } from '../settings/settings.events';
import { triggerMeasures, triggersBy } from '../triggers/trigger-settings';
import { Measure } from '../vocabulary';

/** Pay is no measure, and is masked like one. */
export const variablePay = Measure.parse('variablePay');

/** What a mask says of pay while the tenant says nothing. */
const usualMask: Mask = { measure: variablePay, visibleTo: ['admin', 'auditor', 'finance', 'revops'] };

/** The masks that stand: the tenant's, and that of pay unless it has one of its own. */
export const masksOf = ({ masks = [] }: Pick<TenantSettings, 'masks'>): readonly Mask[] =>
  masks.some(({ measure }) => measure === variablePay) ? masks : [usualMask, ...masks];

/** What is not shown to somebody, with all that would give it away. */
export interface HiddenMeasures {
  readonly names: ReadonlySet<string>;
  /** The amounts of revenue: a measure made of nothing else is hidden. */
  readonly revenue: boolean;
  /** The values of deals and triggers, which do not say what they are made of. */
  readonly triggers: boolean;
}

type Document = Pick<PolicyDocument, 'measures' | 'triggers'> & {
  readonly inputs?: ScorePolicy['inputs'];
  readonly axes?: MatrixPolicy['axes'];
};

/** The name that ARR has, whether facts or revenue give it. */
const arr = 'arr';

/**
 * What the masks hide from somebody with these roles. What policies call a measure, what it is made of and what is
 * made of it is hidden with it; of what is made of facts and revenue, the facts are enough.
 */
export const hiddenFrom = (
  roles: ReadonlySet<string>,
  masks: readonly Mask[],
  documents: readonly Document[],
): HiddenMeasures => {
  const seeds = masks.filter(({ visibleTo }) => !visibleTo.some((role) => roles.has(role)));
  const names = new Set<string>(seeds.map(({ measure }) => measure));
  const sources = documents.map(({ measures }) => measures);
  const parts = sources.map((measures) => downwards(measures, names));
  for (const part of parts) for (const name of part.names) names.add(name);
  for (let size = -1; size !== names.size;) {
    size = names.size;
    for (const measures of sources) upwards(measures, names);
  }
  for (const [subject, read] of documents.flatMap(composed))
    if (read.some((measure) => names.has(measure))) names.add(subject);
  const revenue = parts.some((part) => part.revenue);
  if (revenue) names.add(arr);
  const triggers = documents.some((document) =>
    triggerMeasures(triggersBy(document)).some((measure) => names.has(measure)),
  );
  return { names, revenue, triggers };
};

/** What the hidden measures of a document are made of: facts, and revenue where there are none. */
const downwards = (
  measures: Measures,
  hidden: ReadonlySet<string>,
): { names: Set<string>; revenue: boolean } => {
  const names = new Set<string>();
  let revenue = false;
  for (const measure of Object.keys(measures) as Measure[]) {
    if (!hidden.has(measure)) continue;
    const leaves = leavesOf(measures, measure, new Set());
    const facts = leaves.flatMap((leaf) => leaf ?? []);
    for (const fact of facts) names.add(fact);
    revenue ||= facts.length === 0;
  }
  return { names, revenue };
};

/** The facts at the end of a measure; null stands for revenue. A measure without a definition is a fact. */
const leavesOf = (measures: Measures, measure: Measure, seen: Set<Measure>): (string | null)[] => {
  if (seen.has(measure)) return [];
  seen.add(measure);
  const definition = measures[measure];
  if (!definition) return [measure];
  if ('fact' in definition) return [definition.fact];
  if ('revenueWindowMonths' in definition) return [null];
  return partsOf(definition).flatMap((part) => leavesOf(measures, part, seen));
};

/** Whatever a hidden fact or measure is a part of. */
const upwards = (measures: Measures, hidden: Set<string>): void => {
  for (const [name, definition] of Object.entries(measures)) {
    const reads = 'fact' in definition ? [definition.fact] : partsOf(definition);
    if (reads.some((read) => hidden.has(read))) hidden.add(name);
  }
};

/** What a policy weighs together: its score, and its axes by their names. */
const composed = ({ inputs, axes = [] }: Document): [subject: string, read: readonly string[]][] => [
  ...(inputs ? [['score', inputs.map(({ measure }) => measure)] as [string, string[]]] : []),
  ...axes.map(({ name, measure, inputs: weighed = [] }, index): [string, string[]] => [
    name ?? measure ?? `axis ${index + 1}`,
    [...(measure ? [measure] : []), ...weighed.map((one) => one.measure)],
  ]),
];
