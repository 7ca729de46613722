import { canonicalJson } from '#libs/kernel';
import type { Input } from '../placement/placement.events';
import type { CutPoints } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import type { TierCode } from '../vocabulary';
import { withValues } from './changed-inputs';
import { settledTier } from './settled-tier';
import type { Detail, Factor, MoveCause, Standing } from './standing';

interface Step extends MoveCause {
  /** Where the rules lead once the factor is that of the second end. */
  readonly tier: TierCode | null;
}

/** What the rules read, on the way from one end to the other. */
interface Setting {
  readonly document: PolicyDocument | null;
  readonly inputs: readonly Input[];
  readonly cuts: CutPoints | null;
}

/** Where the first end leads, and where each factor in its turn does when it is taken over from the second. */
export const stepsOf = (
  from: Standing,
  to: Standing,
  inputsAs: 'inputs' | 'correction',
): { readonly start: TierCode | null; readonly steps: readonly Step[] } => {
  const first: Setting = { document: from.document, inputs: from.decision?.inputs ?? [], cuts: from.cuts };
  const lead = (setting: Setting) => leadsTo(setting, from.tier);
  const start = from.decision === null ? null : lead(first);
  const ended = to.decision?.mergedInto;
  if (ended !== undefined)
    return { start, steps: [{ factor: 'hierarchy', detail: { mergedInto: ended }, tier: null }] };
  const steps: Step[] = [];
  let at = first;
  for (const { factor, detail, take } of changesOf(from, to, inputsAs)) {
    at = take(at);
    steps.push({ factor, detail, tier: lead(at) });
  }
  return { start, steps };
};

const leadsTo = ({ document, inputs, cuts }: Setting, current: TierCode | null): TierCode | null =>
  document === null ? current : settledTier(document, inputs, cuts, current);

interface Change {
  readonly factor: Factor;
  readonly detail: Detail;
  readonly take: (setting: Setting) => Setting;
}

const changesOf = (from: Standing, to: Standing, inputsAs: 'inputs' | 'correction'): Change[] => {
  const inputs = inputChanges(from, to);
  const moved = (from.family ?? []).join('\n') !== (to.family ?? []).join('\n');
  const byFamily = moved ? inputs.filter(({ ofFamily }) => ofFamily) : [];
  const others = inputs.filter((one) => !byFamily.includes(one));
  const as = (factor: Factor, all: readonly InputChange[]): Change[] =>
    all.map(({ detail, take }) => ({ factor, detail, take }));
  return [
    ...as('hierarchy', byFamily),
    ...(inputsAs === 'inputs' ? as('inputs', others) : []),
    ...policyChange(from, to),
    ...populationChange(from, to),
    ...(inputsAs === 'correction' ? as('correction', others) : []),
  ];
};

interface InputChange extends Omit<Change, 'factor'> {
  readonly ofFamily: boolean;
}

/** One for each measure that both ends read from facts in the same way and find otherwise; by name. */
const inputChanges = (from: Standing, to: Standing): InputChange[] => {
  if (from.document === null) return [];
  const [before, after] = [from.decision?.inputs ?? [], to.decision?.inputs ?? []];
  return sharedMeasures(from.document, to.document)
    .flatMap(({ measure, ofFamily }): InputChange[] => {
      const [was, is] = [before, after].map((inputs) => inputs.find((one) => one.measure === measure));
      if (!is || (was && canonicalJson(was) === canonicalJson(is))) return [];
      const detail = {
        measure,
        from: was?.value ?? null,
        to: is.value,
        factIds: is.factId === undefined ? [] : [is.factId],
      };
      return [{ detail, ofFamily, take: (setting) => taking(setting, [is]) }];
    })
    .sort((a, b) => (a.detail.measure! < b.detail.measure! ? -1 : 1));
};

/** The measures that both documents read from facts or revenue, and say the same of. */
const sharedMeasures = (a: PolicyDocument, b: PolicyDocument | null) => {
  const said = new Map(
    b === null ? [] : judgeOf(b).reads.map(({ measure, definition }) => [measure, canonicalJson(definition)]),
  );
  return judgeOf(a).reads.flatMap(({ measure, definition }) =>
    ('fact' in definition || 'revenueWindowMonths' in definition) &&
    said.get(measure) === canonicalJson(definition)
      ? [{ measure, ofFamily: 'of' in definition && definition.of === 'family' }]
      : [],
  );
};

const taking = ({ document, inputs, cuts }: Setting, taken: readonly Input[]): Setting => ({
  document,
  inputs: withValues(document!, inputs, new Map(taken.map((input) => [input.measure, input]))),
  cuts,
});

/** Another version brings its own cut points, and the inputs that only it reads, or reads otherwise. */
const policyChange = (from: Standing, to: Standing): Change[] => {
  if (from.document !== null && from.policyVersion === to.policyVersion) return [];
  const detail = { fromVersion: from.policyVersion, toVersion: to.policyVersion };
  const take = ({ document, inputs }: Setting): Setting => {
    const shared = new Set(
      document === null ? [] : sharedMeasures(document, to.document).map(({ measure }) => measure),
    );
    const theirs = { document: to.document, inputs: to.decision?.inputs ?? [], cuts: to.cuts };
    if (to.document === null) return theirs;
    return taking(
      theirs,
      inputs.filter(({ measure }) => shared.has(measure)),
    );
  };
  return [{ factor: 'policy', detail, take }];
};

const populationChange = (from: Standing, to: Standing): Change[] => {
  if (from.policyVersion !== to.policyVersion || canonicalJson(from.cuts) === canonicalJson(to.cuts))
    return [];
  const detail = {
    fromCohort: from.decision?.cohortOf ?? null,
    toCohort: to.decision?.cohortOf ?? null,
  };
  return [{ factor: 'population', detail, take: (setting) => ({ ...setting, cuts: to.cuts }) }];
};
