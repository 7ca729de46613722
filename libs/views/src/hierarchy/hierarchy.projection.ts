import type { ClientBase } from 'pg';
import type { AccountEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { type Cell, copyRows } from '../copy';
import { projection } from '../projection';
import { type Child, type KeptLink, readChildren } from './hierarchy.row';
import { type LineageTold, writeLineage } from './lineage.row';
import { speaksOfParents, toldColumns } from './told-parents';

/** What a batch says of accounts' parents, in the order of the log, and of what came from what. */
interface Batch {
  readonly parents: { readonly event: AccountEvent; readonly position: bigint }[];
  readonly lineage: LineageTold[];
}

const hear = ({ event, position }: Recorded<AccountEvent>, { parents }: Batch): void => {
  if (speaksOfParents(event)) parents.push({ event, position });
};

const trace = (recorded: Recorded<LineageTold['event']>, batch: Batch): void => {
  batch.lineage.push(recorded);
  hear(recorded, batch);
};

/** Who stands under whom, and what came from what: by the day it holds, and by the position at which it was learnt. */
export const hierarchy = projection<Batch>({
  name: 'hierarchy',
  version: 1,
  tables: ['told_parents', 'links', 'lineage'],
  begin: () => ({ parents: [], lineage: [] }),
  isEmpty: ({ parents, lineage }) => parents.length === 0 && lineage.length === 0,
  on: {
    AccountOnboarded: hear,
    AccountChanged: hear,
    AccountWithdrawn: hear,
    FactsRecorded: hear,
    FactCorrected: hear,
    FactRetracted: hear,
    AccountMerged: trace,
    AccountSplit: trace,
    LineageUndone: trace,
  },
  write: async ({ parents, lineage }, tx) => {
    if (parents.length > 0) {
      const ids = [...new Set(parents.map(({ event }): string => event.data.externalId))];
      const children = await readChildren(ids, tx);
      for (const { event, position } of parents) children.get(event.data.externalId)!.hear(event, position);
      await save([...children.values()], tx);
    }
    await writeLineage(lineage, tx);
  },
});

const save = async (children: readonly Child[], tx: ClientBase): Promise<void> => {
  await tx.query('delete from told_parents where child = any($1::text[])', [children.map(({ id }) => id)]);
  const told = children.flatMap((child) => child.toldCells());
  await copyRows(tx, 'told_parents', toldColumns, told);
  await end(
    children.flatMap(({ ended }) => ended),
    tx,
  );
  const columns = ['child', 'parent', 'valid_from', 'valid_until', 'known_from', 'known_until'];
  await copyRows(tx, 'links', columns, children.flatMap(({ begun }) => begun).map(cellsOf));
};

/** A link is never updated but here, once: its belief ends. */
const end = async (links: readonly KeptLink[], tx: ClientBase): Promise<void> => {
  if (links.length === 0) return;
  await tx.query(
    `update links l set known_until = e.known_until
     from unnest($1::text[], $2::date[], $3::bigint[], $4::bigint[]) e(child, valid_from, known_from, known_until)
     where l.child = e.child and l.valid_from = e.valid_from and l.known_from = e.known_from and l.known_until is null`,
    [
      links.map(({ child }) => child),
      links.map(({ from }) => from),
      links.map(({ knownFrom }) => String(knownFrom)),
      links.map(({ knownUntil }) => String(knownUntil)),
    ],
  );
};

const cellsOf = ({ child, parent, from, until, knownFrom, knownUntil }: KeptLink): Cell[] => [
  child,
  parent,
  from,
  until ?? 'infinity',
  knownFrom,
  knownUntil,
];
