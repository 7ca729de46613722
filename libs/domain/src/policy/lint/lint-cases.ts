import { runCases } from '../golden-accounts/golden-accounts';
import { type GoldenCase, heldCase, outsideCase } from '../golden-accounts/golden-case';
import { error, type Finding, warning } from './lint-finding';
import type { PolicyDocument } from '../policy-document';

/** What is wrong with the golden accounts of a document; a document without any says nothing of coverage. */
export const lintCases = (document: PolicyDocument): Finding[] => {
  const { cases = [] } = document;
  const unknown = cases.flatMap((one, index) => unknownIn(document, one, `/cases/${index}`));
  return cases.length === 0 || unknown.length > 0 ? unknown : uncoveredBy(document);
};

const unknownIn = (
  document: PolicyDocument,
  { expect, current, inputs }: GoldenCase,
  pointer: string,
): Finding[] => {
  const tiers = new Set<string>(document.tiers.map(({ code }) => code));
  const isOutcome = tiers.has(expect) || expect === heldCase || expect === outsideCase;
  return [
    ...(isOutcome ? [] : [noSuchTier(expect, `${pointer}/expect`)]),
    ...(current === undefined || tiers.has(current) ? [] : [noSuchTier(current, `${pointer}/current`)]),
    ...Object.keys(inputs)
      .filter((measure) => !Object.hasOwn(document.measures, measure))
      .map((measure) => noSuchMeasure(measure, `${pointer}/inputs`)),
  ];
};

const noSuchTier = (tier: string, pointer: string): Finding =>
  error('CASE_TIER_UNKNOWN', pointer, `${tier} is no tier of this policy: name one of its tiers.`);

const noSuchMeasure = (measure: string, pointer: string): Finding =>
  error(
    'CASE_MEASURE_UNKNOWN',
    pointer,
    `${measure} is no measure of this policy: give the case the measures that the policy reads.`,
  );

const uncoveredBy = (document: PolicyDocument): Finding[] => {
  const { rules, uncovered } = runCases(document);
  return rules
    .filter(({ pointer }) => uncovered.includes(pointer))
    .map(({ pointer, says }) =>
      warning(
        'RULE_NOT_COVERED',
        pointer,
        `No case matches the rule "${says}": add a golden account that does.`,
      ),
    );
};
