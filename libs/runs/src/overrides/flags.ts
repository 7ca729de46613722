import { isPolicyCandidate, type OverrideRules, overrideRulesOf } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { OverrideKnown } from '#libs/views';
import type { Grounds } from './grounds';

/** What somebody should look into: the policy instead of one more exception, or a tier that was left far behind. */
export type OverrideFlag = 'POLICY_CANDIDATE' | 'FREEZE_DRIFT';

/** From so far away, what is frozen is looked at. */
const farDrift = 2;

/** What overrides raise, by the policies of a day. */
export class Flags {
  constructor(private readonly grounds: Grounds) {}

  /** Policies are read only where something was renewed. */
  async of(
    overrides: readonly OverrideKnown[],
    { today, at }: { readonly today: Day; readonly at: Position },
  ): Promise<(override: OverrideKnown) => OverrideFlag[]> {
    const rules = new Map<string, OverrideRules>();
    for (const { scheme, renewal } of overrides)
      if (renewal > 0 && !rules.has(scheme))
        rules.set(
          scheme,
          overrideRulesOf((await this.grounds.documentAt(scheme, today, at)) ?? { overrides: {} }),
        );
    return (override) => flagsOf(override, rules.get(override.scheme));
  }
}

const flagsOf = ({ life, ground }: OverrideKnown, rules: OverrideRules | undefined): OverrideFlag[] => [
  ...(life.status === 'approved' && rules && isPolicyCandidate(life, rules)
    ? (['POLICY_CANDIDATE'] as const)
    : []),
  ...((ground.drift?.freezeDrift ?? 0) >= farDrift ? (['FREEZE_DRIFT'] as const) : []),
];
