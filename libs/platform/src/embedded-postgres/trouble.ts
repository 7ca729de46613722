/** Why the embedded PostgreSQL cannot serve: its message is a sentence for the person at the keyboard. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** The way out that is always open. */
export const orElse = 'or set DATABASE_URL to a PostgreSQL 15 or later';

type Place = { dir: string };

/** What the operating system and PostgreSQL say, and what their reader can do about it; first match wins. */
const remedies: [RegExp, (place: Place) => string][] = [
  [
    /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/,
    ({ dir }) => `The disk that holds ${dir} is full: free some space and start again.`,
  ],
  [
    /could not look up effective user ID|user does not exist/,
    () =>
      `This user id has no name on this machine, which PostgreSQL insists on: add it to /etc/passwd, ${orElse}.`,
  ],
  [
    /another PostgreSQL still serves/,
    ({ dir }) =>
      `Another PostgreSQL, perhaps in another container, still serves ${dir}: stop it, or choose another data directory.`,
  ],
  [
    /wrong ownership/,
    ({ dir }) =>
      `The database in ${dir} belongs to another user: run as that user, give the directory to this one (chown -R), or choose another data directory.`,
  ],
  [
    /database files are incompatible|initialized by PostgreSQL version/,
    ({ dir }) =>
      `The database in ${dir} was made by another major version of PostgreSQL: start it with that version and dump it, or choose another data directory.`,
  ],
  [
    /Permission denied|Operation not permitted|EACCES|EPERM|EROFS|Read-only file system/,
    ({ dir }) =>
      `The data directory ${dir} cannot be read and written by the user that runs this: give that user the right to, or choose another data directory.`,
  ],
  [
    /ENOTDIR|EEXIST|Not a directory/,
    ({ dir }) => `${dir} cannot be a data directory, because a file is in its way: choose another one.`,
  ],
  [
    /could not (map|create|resize) .*shared memory|Cannot allocate memory|ENOMEM/,
    () => `There is not enough memory for PostgreSQL: give it some 256 MB more, ${orElse}.`,
  ],
];

/** Turns what went wrong into a sentence that says what to do, and keeps the original words behind it. */
export function explain(what: string, said: string, place: Place): EmbeddedPostgresError {
  const words = said.trim();
  const remedy = remedies.find(([pattern]) => pattern.test(words))?.[1](place);
  const sentence = remedy ?? `${what}: see what it said below, ${orElse}.`;
  return new EmbeddedPostgresError(words === '' ? sentence : `${sentence}\n${words}`);
}

/** Runs a file operation of ours, so that a raw errno never reaches the user. */
export function orExplain<T>(what: string, dir: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw explain(what, error instanceof Error ? error.message : String(error), { dir });
  }
}
