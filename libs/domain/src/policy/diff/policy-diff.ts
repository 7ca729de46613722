import { canonicalJson } from '#libs/kernel';
import type { TierCode } from '../../vocabulary';
import { gateRules } from '../judge/gates';
import { measureChanges } from './diff-measures';
import { many, paired, say, told } from './diff-words';
import { ruleChanges } from './diff-rules';
import type { PolicyDocument, TierDefinition } from '../policy-document';

/** What has changed between two policy documents, in sentences; none exactly where they say the same. */
export const policyDiff = (before: PolicyDocument, after: PolicyDocument): string[] => {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  const nameOf = namesOf(after, before);
  const sentences = [
    ...(before.kind === after.kind ? [] : [`The policy is one of ${after.kind} instead of ${before.kind}.`]),
    ...tierChanges(before.tiers, after.tiers, nameOf),
    ...measureChanges(before, after),
    ...ruleChanges(before, after, nameOf),
    ...gateChanges(before, after),
    ...memberChanges(before, after),
    ...caseChanges(before, after),
  ];
  // Nothing that differs goes unsaid, if only a list has another order.
  return sentences.length > 0 ? sentences : ['The document says the same in another order.'];
};

/** A tier's label, where it has one. */
const namesOf = (...documents: readonly PolicyDocument[]): ((tier: TierCode) => string) => {
  const labels = new Map(
    documents.toReversed().flatMap(({ tiers }) => tiers.map(({ code, label }) => [code, label ?? code])),
  );
  return (tier) => labels.get(tier) ?? tier;
};

const tierChanges = (
  before: readonly TierDefinition[],
  after: readonly TierDefinition[],
  nameOf: (tier: TierCode) => string,
): string[] =>
  paired(before, after, ({ code }) => code).flatMap(({ was, is }) => {
    if (!was) return [`Tier ${nameOf(is!.code)} is new.`];
    if (!is) return [`Tier ${nameOf(was.code)} is gone.`];
    const name = nameOf(is.code);
    return [
      ...(was.label === is.label
        ? []
        : [`${is.code} is called ${is.label ?? is.code} instead of ${was.label ?? was.code}.`]),
      ...(was.rank === is.rank ? [] : [`${name} has rank ${told(is.rank)} instead of ${told(was.rank)}.`]),
      ...attributeChanges(was.treatment, is.treatment, `The treatment of ${name}`),
    ];
  });

/** Member by member, however deep: `The treatment of Gold: sla.hours is 4 instead of 8.` */
const attributeChanges = (was: unknown, is: unknown, subject: string, path = ''): string[] => {
  if (canonicalJson(was ?? null) === canonicalJson(is ?? null)) return [];
  if (isRecord(was) && isRecord(is)) {
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    return names.flatMap((name) =>
      attributeChanges(was[name], is[name], subject, path === '' ? name : `${path}.${name}`),
    );
  }
  return [`${subject}: ${path} ${say(was, is)}.`];
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `under 10 not over growth`, as a gate says it. */
const gatesOf = ({ gates }: PolicyDocument) =>
  gates.map((gate, index) => {
    const says = gateRules([gate])[0]!
      .says.slice(gate.measure.length + ' is '.length)
      .replace(':', '');
    const missing = gate.missing === 'pass' ? ', and not counted for who never had it' : '';
    return { key: `${gate.measure} ${nth(gates, index)}`, measure: gate.measure, says: `${says}${missing}` };
  });

/** How many gates on the same measure stand before it, so that each finds its own again. */
const nth = (gates: PolicyDocument['gates'], index: number): number =>
  gates.slice(0, index).filter(({ measure }) => measure === gates[index]!.measure).length;

const gateChanges = (before: PolicyDocument, after: PolicyDocument): string[] =>
  paired(gatesOf(before), gatesOf(after), ({ key }) => key).flatMap(({ was, is }) => {
    if (!was) return [`The gate on ${is!.measure} is new: ${is!.says}.`];
    if (!is) return [`The gate on ${was.measure} is gone: ${was.says}.`];
    return was.says === is.says ? [] : [`The gate on ${is.measure} is ${is.says} instead of ${was.says}.`];
  });

/** Members that a sentence of their own speaks of. */
const spokenOf = new Set(
  'kind tiers measures gates cases boundaries combine inputs thresholds cuts axes cells rows'.split(' '),
);

/** What members are called in a sentence, where not by their own names. */
const calls: Readonly<Record<string, string>> = {
  approvals: 'list of who approves',
  assessOn: 'list of measures assessed at once',
  missing: 'rule on a missing input',
  ordinal: 'order of the tiers',
  scale: 'full score',
};

/** Whatever else a document says: the stabiliser, approvals, what is assessed on, and members yet to come. */
const memberChanges = (before: PolicyDocument, after: PolicyDocument): string[] => {
  const [was, is] = [Object.entries(before), Object.entries(after)].map(
    (entries) => new Map<string, unknown>(entries),
  ) as [Map<string, unknown>, Map<string, unknown>];
  const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => !spokenOf.has(name)).sort();
  return names.flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)];
    const called = `The ${calls[name] ?? name}`;
    if (isRecord(old) !== isRecord(now) && (old === undefined || now === undefined))
      return [`${called} ${say(old, now)}.`];
    return isRecord(old) && isRecord(now)
      ? attributeChanges(old, now, called)
      : canonicalJson(old ?? null) === canonicalJson(now ?? null)
        ? []
        : [`${called} ${say(old, now)}.`];
  });
};

const caseChanges = (
  { cases: before = [] }: PolicyDocument,
  { cases: after = [] }: PolicyDocument,
): string[] => {
  const pairs = paired(before, after, ({ name }) => name);
  const count = (all: typeof pairs) => many(all.length, 'golden account');
  const [added, gone, changed] = [
    pairs.filter(({ was }) => !was),
    pairs.filter(({ is }) => !is),
    pairs.filter(({ was, is }) => was && is && canonicalJson(was) !== canonicalJson(is)),
  ];
  return [
    ...(added.length > 0 ? [`${count(added)} ${added.length === 1 ? 'is' : 'are'} new.`] : []),
    ...(gone.length > 0 ? [`${count(gone)} ${gone.length === 1 ? 'is' : 'are'} gone.`] : []),
    ...changed.map(({ is }) => `The golden account "${is!.name}" says something else.`),
  ];
};
