import { pointerTo } from '#libs/kernel';
import type { TierCode } from '../../vocabulary';
import { ladderOf } from './lint-edges';
import { error, type Finding, unknown, warning } from './lint-finding';
import type { Gate, PolicyDocument } from '../policy-document';
import { isOrdinal } from '../tiers';

/** Findings on gates: what they read, when they close, and what they do then. */
export const lintGates = (document: PolicyDocument): Finding[] => {
  const { gates, measures, tiers } = document;
  const known = new Set<string>(tiers.map(({ code }) => code));
  const ladder = ladderOf(document);
  return gates.flatMap((gate, index) => {
    const pointer = pointerTo('gates', index);
    return [
      ...(Object.hasOwn(measures, gate.measure)
        ? []
        : [unknown('MEASURE', `${pointer}/measure`, gate.measure)]),
      ...condition(gate, pointer),
      ...targetsOf(gate).flatMap(([name, tier]) =>
        known.has(tier) ? [] : [unknown('TIER', `${pointer}/${name}`, tier)],
      ),
      ...(isOrdinal(document) ? [] : withoutOrder(gate, pointer)),
      ...effect(gate, pointer, ladder),
    ];
  });
};

type Target = readonly ['capTier' | 'liftTier', TierCode];

const targetsOf = ({ capTier, liftTier }: Gate): Target[] => {
  const targets: Target[] = [];
  if (capTier !== undefined) targets.push(['capTier', capTier]);
  if (liftTier !== undefined) targets.push(['liftTier', liftTier]);
  return targets;
};

const condition = ({ below, atLeast }: Gate, pointer: string): Finding[] =>
  (below === undefined) === (atLeast === undefined)
    ? [
        error(
          'GATE_WITHOUT_CONDITION',
          pointer,
          'A gate closes either `below` a value or from `atLeast` one on; say one of them.',
        ),
      ]
    : [];

const withoutOrder = (gate: Gate, pointer: string): Finding[] =>
  targetsOf(gate).map(([name]) =>
    error(
      'CAP_WITHOUT_ORDER',
      `${pointer}/${name}`,
      'These tiers have no order, so none is over or under another; use `outOfProgramme`, or a rule.',
    ),
  );

const effect = (
  { capTier, liftTier, outOfProgramme }: Gate,
  pointer: string,
  ladder: readonly TierCode[] | null,
): Finding[] => {
  const none = 'GATE_WITHOUT_EFFECT';
  const moves = capTier !== undefined || liftTier !== undefined;
  if (!moves && !outOfProgramme)
    return [
      error(none, pointer, 'The gate does nothing; give it `capTier`, `liftTier` or `outOfProgramme`.'),
    ];
  if (moves && outOfProgramme)
    return [warning(none, pointer, 'Out of the programme there is no tier to cap or lift; take that out.')];
  if (capTier !== undefined && ladder?.at(-1) === capTier)
    return [
      warning(none, pointer, `${capTier} is the highest tier, so the cap never bites; name a lower one.`),
    ];
  if (liftTier !== undefined && ladder?.[0] === liftTier)
    return [
      warning(none, pointer, `${liftTier} is the lowest tier, so nothing is lifted; name a higher one.`),
    ];
  return [];
};
