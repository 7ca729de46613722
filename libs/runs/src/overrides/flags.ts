import { isPolicyCandidate, type OverrideRules, overrideRulesOf } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { Mergers, OverrideKnown, Progress } from '#libs/views';
import type { Grounds } from './grounds';

/** What somebody should look into: the policy instead of one more exception, or a tier that was left far behind, or an account that is part of another. */
export type OverrideFlag = 'POLICY_CANDIDATE' | 'FREEZE_DRIFT' | 'ACCOUNT_MERGED';

/** From so far away, what is frozen is looked at. */
const farDrift = 2;

interface FlagsParts {
  readonly grounds: Grounds;
  readonly mergers: Mergers;
  readonly progress: Progress;
}

/** Those that stand, or may come to. */
const open: readonly OverrideKnown['state']['state'][] = ['SUBMITTED', 'IN_REVIEW', 'SCHEDULED', 'ACTIVE'];

/** What overrides raise, by the policies of a day. */
export class Flags {
  constructor(private readonly parts: FlagsParts) {}

  async of(
    overrides: readonly OverrideKnown[],
    { today, at }: { readonly today: Day; readonly at: Position },
  ): Promise<(override: OverrideKnown) => OverrideFlag[]> {
    const rules = await this.rulesOf(overrides, today, at);
    const mergers = await this.mergersOf(overrides, at);
    return (override) => [
      ...flagsOf(override, rules.get(override.scheme)),
      ...(isCutShort(override, mergers) ? (['ACCOUNT_MERGED'] as const) : []),
    ];
  }

  /** Policies are read only where something was renewed. */
  private async rulesOf(overrides: readonly OverrideKnown[], today: Day, at: Position) {
    const rules = new Map<string, OverrideRules>();
    for (const { scheme, renewal } of overrides) {
      if (renewal === 0 || rules.has(scheme)) continue;
      const document = await this.parts.grounds.documentAt(scheme, today, at);
      rules.set(scheme, overrideRulesOf(document ?? { overrides: {} }));
    }
    return rules;
  }

  private async mergersOf(overrides: readonly OverrideKnown[], at: Position) {
    const accounts = overrides.filter(({ state }) => open.includes(state.state));
    if (accounts.length === 0) return new Map<string, Day>();
    await this.parts.progress.reach('hierarchy', at);
    return this.parts.mergers.of([...new Set(accounts.map(({ externalId }) => externalId))], at);
  }
}

/** Whether it goes on when the account is part of another: it shapes nothing from there on. */
const isCutShort = (
  { externalId, state, until }: OverrideKnown,
  mergers: ReadonlyMap<string, Day>,
): boolean => {
  const on = mergers.get(externalId);
  return on !== undefined && open.includes(state.state) && (until === null || until > on);
};

const flagsOf = ({ life, ground }: OverrideKnown, rules: OverrideRules | undefined): OverrideFlag[] => [
  ...(life.status === 'approved' && rules && isPolicyCandidate(life, rules)
    ? (['POLICY_CANDIDATE'] as const)
    : []),
  ...((ground.drift?.freezeDrift ?? 0) >= farDrift ? (['FREEZE_DRIFT'] as const) : []),
];
