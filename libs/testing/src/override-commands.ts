import type {
  ApproveOverride,
  DecidingRole,
  NoteBasis,
  RatifyOverride,
  ReattestOverride,
  ReconfirmOverride,
  RejectOverride,
  RequestOverride,
  RevokeOverride,
  TakeEmergencyOverride,
  WithdrawOverride,
} from '#libs/domain';
import { addDays, day } from '#libs/kernel';
import { acme, evidence, groundOf, ladderWith, nth, person, seat, wanted } from './overrides';

/** What most stories are about: it begins in April, and one quarter is over with it. */
export const pin = 'PIN T2 2025-04-05 2025-07-01';
/** When most stories begin. */
export const monday = '2025-03-31';

type More<Command> = Partial<Omit<Command, 'type'>>;

/** Ana, who leads a region, asks for the nth override. */
export const ask = (
  n: number,
  asked = pin,
  { on = monday, ...more }: More<RequestOverride> & { on?: string } = {},
) => ({
  type: 'RequestOverride' as const,
  ...acme,
  overrideId: nth(n),
  wanted: wanted(asked),
  reasonCode: 'STRATEGIC',
  justification: `Because of ${n}.`,
  evidence: [evidence(n)],
  requestedBy: person('ana'),
  seat,
  findings: [],
  ...groundOf(asked, on),
  ...more,
});

type Deciding = { on?: string; over?: string };

/** Somebody says yes in a role. */
export const approve = (
  n: number,
  who: string,
  role: DecidingRole,
  { on = monday, over = pin, ...more }: More<ApproveOverride> & Deciding = {},
) => ({
  type: 'ApproveOverride' as const,
  ...acme,
  overrideId: nth(n),
  decidedBy: person(who),
  roles: [role],
  findings: [],
  ...groundOf(over, on),
  basisSeen: more.basisHash ?? groundOf(over, on).basisHash,
  ...more,
});

export const reject = (
  n: number,
  who: string,
  role: DecidingRole,
  { on = monday, ...more }: More<RejectOverride> & Deciding = {},
) => ({
  type: 'RejectOverride' as const,
  ...acme,
  overrideId: nth(n),
  decidedBy: person(who),
  roles: [role],
  findings: [],
  comment: 'It is not strategic.',
  today: day(on),
  ...more,
});

export const withdraw = (n: number, who = 'ana', on = monday): WithdrawOverride => ({
  type: 'WithdrawOverride',
  ...acme,
  overrideId: nth(n),
  by: person(who),
  today: day(on),
});

export const revoke = (n: number, until: string, on: string, governs = true): RevokeOverride => ({
  type: 'RevokeOverride',
  ...acme,
  overrideId: nth(n),
  until: day(until),
  by: person('rob'),
  governs,
  reason: 'It is over.',
  today: day(on),
});

export const reconfirm = (
  n: number,
  computed: string[],
  { on = monday, over = pin, ...more }: More<ReconfirmOverride> & Deciding = {},
) => ({
  type: 'ReconfirmOverride' as const,
  ...acme,
  overrideId: nth(n),
  by: person('ana'),
  ...groundOf(over, on, computed),
  ...more,
});

/** The basis is looked at again. */
export const note = (n: number, computed: string[], on: string, over = pin): NoteBasis => ({
  type: 'NoteBasis',
  ...acme,
  overrideId: nth(n),
  ...groundOf(over, on, computed),
});

export const reattest = (
  n: number,
  who: string,
  computed: string[],
  { on = monday, over = pin, ...more }: More<ReattestOverride> & Deciding = {},
) => ({
  type: 'ReattestOverride' as const,
  ...acme,
  overrideId: nth(n),
  decidedBy: person(who),
  roles: ['revops' as DecidingRole],
  findings: [],
  ...groundOf(over, on, computed),
  ...more,
});

/** Eve breaks the glass for some days. */
export const breakGlass = (
  n: number,
  {
    on = monday,
    tier = 'T2',
    days = 3,
    ...more
  }: More<Omit<TakeEmergencyOverride, 'tier'>> & {
    on?: string;
    tier?: string;
    days?: number;
  } = {},
) => {
  const until = addDays(day(on), days);
  return {
    type: 'TakeEmergencyOverride' as const,
    ...acme,
    overrideId: nth(n),
    tier: wanted(`PIN ${tier} ${on} ${until}`).tier!,
    until,
    incident: 'INC-4711',
    justification: 'The site is down.',
    evidence: [],
    takenBy: person('eve'),
    seat,
    ...groundOf(`PIN ${tier} ${on} ${until}`, on),
    ...more,
  };
};

export const ratify = (
  n: number,
  who: string,
  role: DecidingRole,
  { on = monday, ...more }: More<RatifyOverride> & Deciding = {},
) => ({
  type: 'RatifyOverride' as const,
  ...acme,
  overrideId: nth(n),
  decidedBy: person(who),
  roles: [role],
  findings: [],
  today: day(on),
  ...more,
});

export const announce = (on: string) => ({
  type: 'AnnounceOverrides' as const,
  ...acme,
  today: day(on),
  expiryNoticeDays: [30, 14, 7],
  escalatesTo: { revops: 'committee' as const },
});

/** A policy under which RevOps alone approves everything. */
export const ladderOfOneLevel = ladderWith({ routes: [{ levels: ['revops'] }] });
