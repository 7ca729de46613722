import {
  type ConflictFound,
  conflictsFound,
  type DecisionTaken,
  type ExternalId,
  OrgChart,
  type OrgThen,
  type PersonId,
} from '#libs/domain';
import type { EventStore, Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { KeepersOnRecord, OfTimelines, OrgOnRecord, OrgRecords, ReportedAccounts } from '#libs/views';
import { inParts, type OverrideOnRecord, overridesOnRecord, type YesOnRecord } from './overrides-on-record';

export interface ConflictsQuestion extends OfTimelines {
  /** Decisions of the days `[from, to]`; of all days where none is named. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

/** A rule that speaks against a yes on record. */
export interface ConflictRow extends ConflictFound {
  readonly overrideId: string;
  readonly externalId: ExternalId;
  readonly act: 'approve' | 'ratify';
  readonly level: number;
  readonly role: string;
  readonly approver: PersonId;
  readonly onBehalfOf: PersonId | null;
  readonly decidedOn: Day;
  /** Where the decision stands in the log: what was known then is what was known there. */
  readonly decidedAt: string;
}

export interface ConflictsReport {
  readonly rows: readonly ConflictRow[];
  /** How many decisions were looked at. */
  readonly decisions: number;
}

export interface ConflictsParts {
  readonly store: EventStore;
  readonly accounts: ReportedAccounts;
  readonly org: OrgRecords;
}

interface Decided {
  readonly externalId: ExternalId;
  readonly yes: YesOnRecord;
  readonly taken: DecisionTaken;
}

/** Accounts whose keepers are read in one go. */
const accountsARead = 5_000;

/** Every yes on record held against the rules by what was known when it was given, and by what is known now. */
export const conflictsReport = async (
  { store, accounts, org }: ConflictsParts,
  question: ConflictsQuestion,
): Promise<ConflictsReport> => {
  const { at } = question;
  const charts = new Charts(await org.org(at));
  const rows: ConflictRow[] = [];
  let decisions = 0;
  for (const externalIds of inParts(await accounts.everAskedFor(question), accountsARead)) {
    const keepers = await org.keepers(externalIds, at);
    const decided: Decided[] = [];
    for await (const { externalId, overrides } of overridesOnRecord(store, question, externalIds))
      for (const one of overrides) decided.push(...decisionsOf(externalId, one, question));
    decisions += decided.length;
    for (const one of decided) rows.push(...rowsOf(one, charts, keepers, at));
  }
  return { rows: rows.sort(byPosition), decisions };
};

const byPosition = (a: ConflictRow, b: ConflictRow): number =>
  a.decidedAt.length - b.decidedAt.length ||
  (a.decidedAt < b.decidedAt ? -1 : a.decidedAt > b.decidedAt ? 1 : 0);

const decisionsOf = (
  externalId: ExternalId,
  { life, asked, yeses }: OverrideOnRecord,
  { from, to }: ConflictsQuestion,
): Decided[] =>
  yeses
    .map((yes, index): Decided => {
      const { decidedBy, onBehalfOf, role, decidedOn } = yes.data;
      const matter = {
        act: life.kind === 'EMERGENCY' ? ('ratify' as const) : ('approve' as const),
        scheme: asked.scheme,
        requestedBy: life.requestedBy,
        approvedBy: yeses.slice(0, index).flatMap(({ data }) => voicesOf(data)),
      };
      // Which other roles their token had, the log does not tell.
      const own = onBehalfOf === undefined ? [role] : [];
      const decider = { person: decidedBy, roles: own, onBehalfOf, as: role };
      return { externalId, yes, taken: { matter, decider, on: decidedOn } };
    })
    .filter(({ taken: { on } }) => (from === undefined || on >= from) && (to === undefined || on <= to));

/** Whoever decided, and whom they decided for. */
const voicesOf = ({ decidedBy, onBehalfOf }: YesOnRecord['data']): PersonId[] =>
  onBehalfOf === undefined ? [decidedBy] : [decidedBy, onBehalfOf];

const rowsOf = (
  { externalId, yes: { data, position }, taken }: Decided,
  charts: Charts,
  keepers: KeepersOnRecord,
  now: Position,
): ConflictRow[] => {
  const knownAt = (at: Position): OrgThen => ({ chart: charts.at(at), account: keepers.of(externalId, at) });
  const found = conflictsFound(taken, { then: knownAt(position), now: knownAt(now) });
  const { overrideId, level, role, decidedBy: approver, onBehalfOf = null, decidedOn } = data;
  const about = { overrideId, externalId, act: taken.matter.act as ConflictRow['act'], level, role };
  const decided = { approver, onBehalfOf, decidedOn, decidedAt: String(position) };
  return found.map((one) => ({ ...about, ...decided, ...one }));
};

/** The charts of many positions; between two words about the organisation they are one and the same. */
class Charts {
  private readonly charts = new Map<Position, OrgChart>();

  constructor(private readonly org: OrgOnRecord) {}

  at(position: Position): OrgChart {
    const learnt = this.org.lastLearnt(position);
    const known = this.charts.get(learnt);
    if (known) return known;
    const chart = new OrgChart(this.org.knownAt(learnt));
    this.charts.set(learnt, chart);
    return chart;
  }
}
