import { type Day, type FiscalCalendar, type Refusal, refuse } from '#libs/kernel';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import { isOrdinal } from '../policy/tiers';
import type { Basis } from './basis';
import type { Places } from './composition/effect';
import { type Jump, jumpOf } from './rules/jump';
import { overrideRulesOf } from './rules/override-rules';
import type { Merger } from './rules/merger';
import type { Wanted } from './override-type';
import { type Level, routeOf } from './rules/route';

/** What a decision may not trust the client for: how things stand, by what is known now. */
export interface Ground {
  readonly today: Day;
  readonly calendar: FiscalCalendar;
  /** The policy in force today. */
  readonly document: PolicyDocument;
  readonly basis: Basis;
  readonly basisHash: string;
  /** The first day that no pinned period covers; null where none is pinned. */
  readonly openSince: Day | null;
  /** Absent where the account is part of no other. */
  readonly merger?: Merger | undefined;
}

/** How far an override would go, and who would have to approve it. */
export interface Prospect {
  readonly jump: Jump;
  readonly route: readonly Level[];
}

/** What a request would come to; `renewal`: how many in a row it makes. */
export const prospectOf = (
  wanted: Wanted,
  { today, calendar, document, basis }: Pick<Ground, 'today' | 'calendar' | 'document' | 'basis'>,
  renewal: number,
  retro = wanted.from < today,
): Prospect => {
  const jump = jumpOf(wanted, basis.computed, judgeOf(document));
  const { arr, renewalOn } = basis;
  const question = { wanted, jump, arr, renewalOn, renewal, retro, calendar };
  return { jump, route: routeOf(question, overrideRulesOf(document)) };
};

/** The places of tiers that have an order; without one there are none. */
export const placesIn = (document: PolicyDocument): Places =>
  isOrdinal(document) ? judgeOf(document).places : new Map();

/** Why days are closed to a decision about the past; undefined when they are open. */
export const whyClosed = (from: Day, { openSince }: Pick<Ground, 'openSince'>): Refusal | undefined =>
  openSince === null || from >= openSince
    ? undefined
    : refuse(
        'against-policy',
        'RETRO_INTO_CLOSED_PERIOD',
        `The days before ${openSince} are in a period that is closed: begin on ${openSince} or later.`,
        { openSince },
      );
