import type { Day } from '#libs/kernel';
import type { OverrideId } from '../../vocabulary';
import type { Override } from '../override-life';
import type { Wanted } from '../override-type';
import { endingOf } from '../status-on';

/** An override on the days on which it stands. */
export interface StandingOverride extends Wanted {
  readonly overrideId: OverrideId;
}

/** Those that stand on some day by what is known on a day, each on its days. */
export const standingOverrides = (overrides: Iterable<Override>, knownOn: Day): StandingOverride[] =>
  [...overrides].flatMap((override) => {
    if (override.status !== 'approved') return [];
    const { overrideId, kind, tier, from } = override;
    const until = endingOf(override, knownOn).on;
    return until !== null && until <= from ? [] : [{ overrideId, kind, tier, from, until }];
  });
