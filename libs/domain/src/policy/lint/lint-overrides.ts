import { pointerTo } from '#libs/kernel';
import { OverrideRules } from '../../override/rules/override-rules';
import { error, few, type Finding, warning } from './lint-finding';
import type { PolicyDocument } from '../policy-document';

/** Findings on what a document says of overrides; its `types` are those of the order of the tiers. */
export const lintOverrides = ({ overrides }: PolicyDocument): Finding[] => {
  const { types: _, ...others } = overrides;
  const issues = OverrideRules.safeParse(others).error?.issues ?? [];
  return [
    ...issues.map(({ path, message }) =>
      error('OVERRIDE_RULE_INVALID', pointerTo('overrides', ...path.map(String)), message),
    ),
    ...Object.keys(others)
      .filter((name) => !(name in OverrideRules.shape))
      .map(unknownRule),
  ];
};

const unknownRule = (name: string): Finding =>
  warning(
    'OVERRIDE_RULE_UNKNOWN',
    pointerTo('overrides', name),
    `Nothing reads "${name}"; what is read is ${few(Object.keys(OverrideRules.shape))}.`,
  );
