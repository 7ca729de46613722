import {
  account,
  type AccountEvent,
  type ExternalId,
  type FactId,
  FactsRecorded,
  type InputFact,
  type RevenueFact,
  RevenueRecorded,
  sift,
  vouchedFor,
} from '#libs/domain';
import { isRefusal } from '#libs/kernel';
import { namedApart } from './record-facts';
import type { AccountBook, Entry } from './account-book';
import { Misfit, type Row } from './rows/row';

/** What becomes of the rows of one account. */
export interface Taking {
  readonly events: AccountEvent[];
  accepted: number;
  duplicates: number;
  readonly misfits: { readonly row: Row; readonly misfit: Misfit }[];
}

type Facts = readonly (InputFact | RevenueFact)[];
type FactRow = Extract<Row, { says: 'fact' }>;

/** Facts of an event at most, so that no event outgrows what a store takes. */
const mostFacts = 1_000;

/**
 * Decides what an account's rows lead to, in the order of the file. `earlier` holds what an attempt before
 * this one has appended already: it counts as accepted and not as known before.
 */
export class Taker {
  private readonly taking: Taking = { events: [], accepted: 0, duplicates: 0, misfits: [] };
  private facts: FactRow[] = [];

  constructor(
    private readonly book: AccountBook,
    private readonly entry: Entry,
    private readonly externalId: ExternalId,
    private readonly source: string,
    private readonly earlier: ReadonlySet<string>,
  ) {}

  take(rows: readonly Row[]): Taking {
    for (const row of rows) {
      if (row.says === 'fact') {
        this.facts.push(row);
        continue;
      }
      this.record();
      if (row.says === 'profile') this.put(row);
      else this.withdraw(row);
    }
    this.record();
    return this.taking;
  }

  private put(row: Extract<Row, { says: 'profile' }>): void {
    const { externalId, profile } = row;
    this.happened(
      row,
      account.decide({ type: 'PutAccount', externalId, profile }, this.entry.state),
      'profile',
    );
  }

  private withdraw(row: Extract<Row, { says: 'withdrawal' }>): void {
    const factId = this.meant(row);
    if (factId instanceof Misfit) return this.refused(row, factId);
    const { externalId } = row;
    const retracted = {
      retract: true,
      retroKind: 'ERROR_CORRECTION',
      reason: `Withdrawn by a file of ${this.source}.`,
    } as const;
    const outcome = account.decide(
      { type: 'CorrectFact', externalId, factId, ...retracted },
      this.entry.state,
    );
    return this.happened(row, outcome, factId);
  }

  /** Notes what a decision led to; nothing new is a duplicate, unless it was this very batch before a crash. */
  private happened(row: Row, outcome: ReturnType<typeof account.decide>, key: string): void {
    if (isRefusal(outcome)) {
      const { code, message } = outcome;
      const misfit =
        this.entry.state.profile === null
          ? this.unknown()
          : new Misfit(code === 'NOT_FOUND' ? 'FACT_UNKNOWN' : code, message);
      return this.refused(row, misfit);
    }
    this.add(outcome);
    if (outcome.length > 0 || this.earlier.has(key)) this.taking.accepted += 1;
    else this.taking.duplicates += 1;
  }

  private record(): void {
    if (this.facts.length === 0) return;
    const rows = this.facts;
    this.facts = [];
    if (this.entry.state.profile === null) {
      for (const row of rows) this.refused(row, this.unknown());
      return;
    }
    const facts = this.vouched(namedApart(rows, this.entry.state.facts));
    const { fresh, duplicates, conflicts } = sift<InputFact | RevenueFact>(this.entry.state, facts);
    this.taking.accepted += fresh.length;
    for (const { factId } of duplicates) {
      if (this.earlier.has(factId)) this.taking.accepted += 1;
      else this.taking.duplicates += 1;
    }
    for (let at = 0; at < fresh.length; at += mostFacts)
      this.add([this.recorded(fresh.slice(at, at + mostFacts))]);
    const conflicting = new Set<unknown>(conflicts);
    if (conflicting.size > 0) {
      rows.forEach((row, index) => {
        if (conflicting.has(facts[index])) this.refused(row, conflict(row.fact.factId));
      });
    }
  }

  /** Whether somebody else than the account's owner stands behind a fact is ours to say, as for one that is sent by itself. */
  private vouched(facts: Facts): Facts {
    const { profile } = this.entry.state;
    return profile === null ? facts : facts.map((fact) => vouchedFor(fact, profile));
  }

  /** A file holds one kind of facts. */
  private recorded(facts: Facts): AccountEvent {
    return 'measure' in facts[0]!
      ? FactsRecorded({ externalId: this.externalId, facts: facts as InputFact[] })
      : RevenueRecorded({ externalId: this.externalId, facts: facts as RevenueFact[] });
  }

  private add(events: readonly AccountEvent[]): void {
    for (const event of events) {
      this.taking.events.push(event);
      this.book.evolve(this.entry, event);
    }
  }

  private refused(row: Row, misfit: Misfit): void {
    this.taking.misfits.push({ row, misfit });
  }

  private unknown(): Misfit {
    return new Misfit(
      'ACCOUNT_UNKNOWN',
      `There is no account ${this.externalId}: import the accounts first.`,
    );
  }

  /** Which fact a withdrawal means. */
  private meant({ of }: Extract<Row, { says: 'withdrawal' }>): FactId | Misfit {
    if ('factId' in of) return of.factId;
    const found: FactId[] = [];
    let withdrawn: FactId | undefined;
    for (const [factId, { now, retracted }] of this.entry.state.facts) {
      if (now.kind !== 'input' || now.measure !== of.measure || now.day !== of.validFrom) continue;
      if (now.serviceLine !== of.serviceLine) continue;
      if (retracted) withdrawn = factId;
      else found.push(factId);
    }
    if (found.length === 1) return found[0]!;
    if (found.length === 0 && withdrawn !== undefined) return withdrawn;
    if (found.length > 1)
      return new Misfit(
        'FACT_AMBIGUOUS',
        `${this.externalId} has ${found.length} facts of ${of.measure} from ${of.validFrom}: give the factId of the one to withdraw.`,
      );
    return new Misfit(
      'FACT_UNKNOWN',
      `${this.externalId} has no fact of ${of.measure} from ${of.validFrom} to withdraw.`,
    );
  }
}

const conflict = (factId: string) =>
  new Misfit(
    'FACT_CONFLICT',
    `Fact ${factId} is recorded with other content: correct it, or give the new fact its own id.`,
  );
