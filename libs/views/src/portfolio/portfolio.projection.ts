import type { ClientBase } from 'pg';
import type { Profile } from '#libs/domain';
import { type Cell, copyRows } from '../copy';
import { projection } from '../projection';

/** What an account is from a position on, until the next of its versions. */
interface Version {
  readonly externalId: string;
  readonly profile: Profile;
  readonly revision: number;
  readonly knownFrom: bigint;
  knownUntil: bigint | null;
}

/** The versions that a batch begins, and where it ends those that stood before. */
interface Batch {
  readonly begun: Version[];
  readonly last: Map<string, Version>;
  readonly ended: Map<string, bigint>;
}

const begin = (batch: Batch, version: Version): void => {
  end(batch, version.externalId, version.knownFrom);
  batch.last.set(version.externalId, version);
  batch.begun.push(version);
};

/** What stood before the batch ends at the first word of it. */
const end = ({ last, ended }: Batch, externalId: string, at: bigint): void => {
  const before = last.get(externalId);
  if (before) before.knownUntil ??= at;
  else if (!ended.has(externalId)) ended.set(externalId, at);
};

/** Who the accounts are, by the position at which that was known. */
export const portfolio = projection<Batch>({
  name: 'portfolio',
  version: 1,
  tables: ['accounts'],
  lookups: ['accounts_current'],
  begin: () => ({ begun: [], last: new Map(), ended: new Map() }),
  on: {
    AccountOnboarded: ({ event: { data }, revision, position }, batch) =>
      begin(batch, {
        externalId: data.externalId,
        profile: data.profile,
        revision,
        knownFrom: position,
        knownUntil: null,
      }),
    AccountChanged: ({ event: { data }, revision, position }, batch) =>
      begin(batch, {
        externalId: data.externalId,
        profile: data.after,
        revision,
        knownFrom: position,
        knownUntil: null,
      }),
    AccountWithdrawn: ({ event: { data }, position }, batch) => end(batch, data.externalId, position),
  },
  write: async ({ begun, ended }, tx) => {
    await endStored(ended, tx);
    await copyRows(tx, 'accounts', columns, begun.map(row));
  },
});

const endStored = async (ended: ReadonlyMap<string, bigint>, tx: ClientBase): Promise<void> => {
  await tx.query({
    name: 'portfolio-end',
    text: `update accounts a set known_until = e.at
           from unnest($1::text[], $2::bigint[]) e(external_id, at)
           where a.external_id = e.external_id and a.known_until is null`,
    values: [[...ended.keys()], [...ended.values()].map(String)],
  });
};

const columns = [
  'external_id',
  'name',
  'onboarded_on',
  'owner_seat',
  'parent_external_id',
  'attributes',
  'revision',
  'known_from',
  'known_until',
];

const row = ({ externalId, profile, revision, knownFrom, knownUntil }: Version): Cell[] => [
  externalId,
  profile.name,
  profile.onboardedOn,
  profile.ownerSeat,
  profile.parentExternalId,
  JSON.stringify(profile.attributes),
  revision,
  knownFrom,
  knownUntil,
];
