import type { Day } from '#libs/kernel';
import type { Answer } from '../people';

/** Something that was done about an override, or that time did to it. */
export interface Step {
  readonly on: Day;
  readonly who: string;
  readonly what: string;
  readonly outcome: string;
}

/** An override as the API tells it, as far as the story looks at it. */
export interface OverrideTold {
  readonly id: string;
  readonly state: string;
  readonly level: number | null;
  readonly route: readonly { readonly role: string }[];
  readonly basis: string;
}

/** How the API answered: the state an override is in by now, or why not. */
export const outcomeOf = ({ status, body }: Answer<OverrideTold>): string =>
  status < 300
    ? `${status} ${stateOf(body)}`
    : [status, body.code, body.rule && `(${body.rule})`].filter(Boolean).join(' ');

const stateOf = ({ state, level, route }: OverrideTold): string =>
  level !== null && ['SUBMITTED', 'IN_REVIEW'].includes(state)
    ? `${state}, level ${level} of ${route.length}: ${route[level - 1]?.role}`
    : state;
