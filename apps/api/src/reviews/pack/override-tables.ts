import type { Pack } from '#libs/domain';
import { hindsightTable } from './hindsight-table';
import { columnsOf, type PackTable, rowsOf } from './pack-table';

type Section = Pack['sections']['overrides'];

const lists = [
  ['opened', 'opened'],
  ['active', 'active'],
  ['expiring', 'expiring'],
  ['expired', 'expired'],
  ['renewed', 'renewed'],
  ['revoked', 'revoked'],
  ['superseded', 'superseded'],
  ['lapsed', 'lapsed'],
  ['emergency', 'emergency'],
  ['basisDrift', 'basis drift'],
] as const satisfies readonly (readonly [keyof Section, string])[];

/** Section 7 in tables. */
export const overrideTables = ({ sections: { overrides } }: Pack): PackTable[] => [
  {
    section: 'overrides',
    name: 'lists',
    title: 'Overrides in figures',
    notes: [],
    columns: columnsOf({ list: ['List', 'text'], overrides: ['Overrides', 'count'] }),
    rows: lists.map(([list, label]) => [label, overrides[list].length]),
  },
  overridesTable(overrides),
  quotaTable(overrides),
  hindsightTable(overrides),
];

/** The lists in which each override stands, in words. */
const listedAs = (section: Section) => {
  const members = lists.map(([list, label]) => [new Set(section[list]), label] as const);
  return (overrideId: string): string =>
    members.flatMap(([ids, label]) => (ids.has(overrideId) ? [label] : [])).join(', ');
};

const overridesTable = (section: Section, listed = listedAs(section)): PackTable => ({
  section: 'overrides',
  name: 'overrides',
  title: 'Overrides',
  notes: [],
  columns: columnsOf({
    externalId: ['Account', 'id'],
    name: ['Name', 'text'],
    kind: ['Kind', 'code'],
    tier: ['Tier', 'code'],
    from: ['From', 'day'],
    until: ['Until', 'day'],
    state: ['State', 'code'],
    listed: ['Listed as', 'text'],
    jump: ['Jump', 'count'],
    arr: ['Closing ARR', 'money'],
    seat: ['Seat', 'text'],
    requestedBy: ['Asked for by', 'text'],
    requestedOn: ['On', 'day'],
    decidedBy: ['Decided by', 'text'],
    reasonCode: ['Reason', 'code'],
    incident: ['Incident', 'text'],
    ratifyBy: ['To be ratified before', 'day'],
    reattestBy: ['To be re-attested by', 'day'],
    overrideId: ['Override', 'id'],
    renews: ['Renews', 'id'],
    justification: ['Justification', 'text'],
  }),
  rows: rowsOf(section.overrides, (one) => [
    ...[one.externalId, one.name, one.kind, one.tier, one.from, one.until, one.state],
    listed(one.overrideId),
    ...[one.jump, one.arr, one.seat, one.requestedBy, one.requestedOn, one.decidedBy.join(', ')],
    ...[one.reasonCode, one.incident, one.ratifyBy, one.drift?.reattestBy ?? null, one.overrideId],
    ...[one.renews, one.justification],
  ]),
});

const quotaTable = ({ quota }: Section): PackTable => ({
  section: 'overrides',
  name: 'quota',
  title: 'Quota by seat, of all accounts of the scheme',
  notes: [],
  columns: columnsOf({
    seat: ['Seat', 'text'],
    limit: ['Limit', 'count'],
    arrCap: ['ARR cap', 'money'],
    reserved: ['Reserved', 'count'],
    consumed: ['Consumed', 'count'],
    released: ['Given back', 'count'],
    left: ['Left', 'count'],
    exceeding: ['Over the limit', 'count'],
  }),
  rows: quota.map((one) => [
    ...[one.seat, one.limit, one.arrCap, one.reserved, one.consumed, one.released, one.left, one.exceeding],
  ]),
});
