import type { Pool } from 'pg';
import type { CutPoints, PolicyDocument, RankedCohort } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';

interface Ranked extends RankedCohort {
  readonly knownFrom: Position;
}

/** Documents and cohorts never change once they are there: each is read once. */
export class PoliciesKept {
  private readonly documents = new Map<string, Promise<PolicyDocument | null>>();
  private readonly cohortsRead = new Map<string, { upTo: Position; cohorts: Promise<readonly Ranked[]> }>();

  constructor(private readonly pool: Pool) {}

  /** Null where no policy had a part. */
  document(scheme: string, version: number): Promise<PolicyDocument | null> {
    const key = `${version}/${scheme}`;
    const known = this.documents.get(key);
    if (known) return known;
    const read = this.readDocument(scheme, version);
    this.documents.set(key, read);
    // What is not there yet, or could not be read, is asked for again.
    void read.then(
      (document) => document ?? this.documents.delete(key),
      () => this.documents.delete(key),
    );
    return read;
  }

  /** The cohorts of a scheme known at a position. */
  async cohorts(scheme: string, at: Position): Promise<readonly RankedCohort[]> {
    const known = this.cohortsRead.get(scheme);
    if (known && known.upTo >= at) return known.cohorts.then((all) => knownBy(all, at));
    const cohorts = this.readCohorts(scheme, at);
    this.cohortsRead.set(scheme, { upTo: at, cohorts });
    cohorts.catch(() => this.cohortsRead.delete(scheme));
    return cohorts;
  }

  /** The cohorts that matter to a document: none where it ranks nobody. */
  async cohortsFor(
    document: PolicyDocument | null,
    scheme: string,
    at: Position,
  ): Promise<readonly RankedCohort[]> {
    return document?.kind === 'percentile' ? this.cohorts(scheme, at) : [];
  }

  /** The scheduled reviews behind a day, as far as they are known at a position, in order. */
  async reviewsBehind(scheme: string, day: Day, at: Position): Promise<Day[]> {
    const { rows } = await this.pool.query<{ day: Day }>({
      name: 'policies-kept-reviews',
      text: `select distinct day from assessment_days where scheme = $1 and kind = 'scheduled' and accounts is null
               and position <= $2::bigint and day > $3::date order by day`,
      values: [scheme, String(at), day],
    });
    return rows.map((row) => row.day);
  }

  private async readDocument(scheme: string, version: number): Promise<PolicyDocument | null> {
    const { rows } = await this.pool.query<{ document: PolicyDocument }>({
      name: 'policies-kept-document',
      text: 'select document from policies where scheme = $1 and version = $2',
      values: [scheme, version],
    });
    return rows[0]?.document ?? null;
  }

  private async readCohorts(scheme: string, at: Position): Promise<readonly Ranked[]> {
    const { rows } = await this.pool.query<{
      day: Day;
      version: number;
      cuts: CutPoints;
      known_from: string;
    }>({
      name: 'policies-kept-cohorts',
      text: `select day, policy_version as version, cuts, known_from from cohorts
             where scheme = $1 and known_from <= $2::bigint order by known_from`,
      values: [scheme, String(at)],
    });
    return rows.map(({ day, version, cuts, known_from }) => ({
      day,
      policyVersion: version,
      cuts,
      knownFrom: BigInt(known_from),
    }));
  }
}

const knownBy = (all: readonly Ranked[], at: Position): readonly Ranked[] =>
  all.filter(({ knownFrom }) => knownFrom <= at);
