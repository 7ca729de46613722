import {
  noHindsight,
  type PackAccount,
  type PackCoordinates,
  type PackInputs,
  type PackSegment,
  PolicyApproved,
  type PolicyDocument,
  PolicyDrafted,
  PolicyScheduled,
  PolicySubmitted,
  SchemeOpened,
  defaultSettings,
} from '#libs/domain';
import { day, decimal, instant } from '#libs/kernel';
import { acme, ladder, person } from './overrides';

export const coordinates: PackCoordinates = {
  ...{
    reviewId: 'r-1',
    scheme: acme.scheme,
    view: acme.view,
    quarter: '2025-Q2',
    scope: {},
    templateVersion: 1,
  },
  ...{ opening: day('2025-04-01'), closing: day('2025-07-01') },
  pin: { position: '900', knownAt: instant('2025-07-02T09:00:00Z') },
};

export const accountNamed = (externalId: string, more: Partial<PackAccount> = {}): PackAccount => ({
  ...{ externalId, name: `${externalId} Ltd`, ownerSeat: null, attributes: {}, opened: day('2025-01-10') },
  ...more,
});

/** `T2 2025-01-10 2025-05-01`, by a review of the scheme; the last day may be left open, and `-` is UNTIERED. */
export const row = (externalId: string, text: string, more: Partial<PackSegment> = {}): PackSegment => {
  const [tier, from, until] = text.split(' ') as [string, string, string?];
  return {
    ...{ externalId, from: day(from), until: until === undefined ? null : day(until) },
    ...{ effective: tier === '-' ? null : tier, computed: tier === '-' ? null : tier, overrideId: null },
    ...{ decidedBack: false, policyVersion: 1, decisionId: `${externalId}-${from}`, cause: 'RUN' as const },
    ...{ retroKind: null, restated: false, position: '10', ...more },
  };
};

const about = { scheme: acme.scheme, version: 1 };

/** A scheme of three tiers whose one version is in force from the start of the year. */
export const ladderScheme = (document: PolicyDocument = ladder): PackInputs['scheme'] => [
  SchemeOpened({ scheme: acme.scheme, name: 'Contract value', description: '', primary: true }),
  PolicyDrafted({ ...about, document, author: person('paula') }),
  PolicySubmitted({ ...about, submittedBy: person('paula') }),
  PolicyApproved({ ...about, approvedBy: person('ben') }),
  PolicyScheduled({ ...about, effectiveFrom: day('2025-01-01'), scheduledBy: person('paula') }),
];

/** Nothing but what is told; whoever has rows is an account. */
export const inputsOf = (told: Partial<PackInputs> = {}): PackInputs => {
  const ids = [...new Set((told.segments ?? []).map(({ externalId }) => externalId))];
  return {
    ...{
      coordinates,
      settings: defaultSettings,
      scheme: ladderScheme(),
      accounts: ids.map((id) => accountNamed(id)),
    },
    ...{ books: new Map(), segments: [], believedThen: [], believedNow: [], openingPosition: '400' },
    ...{
      arr: { of: new Map(), kinds: [], currencies: [] },
      decisions: [],
      held: [],
      overrides: [],
      quotas: [],
    },
    ...{ org: { seats: [], delegations: [] }, conflicts: [], hindsight: noHindsight },
    ...{ overdue: [], waiting: [], capacityKnown: false, ...told },
  };
};

/** ARR of accounts as opening and closing amounts. */
export const arrOf = (
  amounts: Record<string, readonly [opening: string, closing: string]>,
): PackInputs['arr'] => ({
  of: new Map(
    Object.entries(amounts).map(([externalId, [opening, closing]]) => [
      externalId,
      { basis: 'MEASURED', previous: decimal('0'), opening: decimal(opening), closing: decimal(closing) },
    ]),
  ),
  kinds: [],
  currencies: [],
});
