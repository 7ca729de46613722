/** What a file holds, a row at a time. */
export const importKinds = ['accounts', 'facts', 'revenue'] as const;
export type ImportKind = (typeof importKinds)[number];

export interface ImportOrder {
  /** Id of the import and of its job, a UUID: sent again under the same id, a file is taken once. */
  readonly id: string;
  readonly kind: ImportKind;
  /** Where the file is from, at most 64 characters; derived fact ids begin with it. */
  readonly source: string;
  readonly createdBy: string;
}

/** A job's result. Rows are data rows: accepted + duplicates + rejected. */
export interface ImportResult {
  readonly rows: number;
  readonly accepted: number;
  /** Rows that say what is known already. */
  readonly duplicates: number;
  readonly rejected: number;
  /** Columns of the header that say nothing to this kind of import. */
  readonly ignoredColumns: readonly string[];
  /** Rejected rows by code. */
  readonly rejects: Readonly<Record<string, number>>;
  /** Of the file, unpacked. */
  readonly sha256: string;
}

/** A row that was not taken, and why. */
export interface Reject {
  /** Of the file, counted from 1; the header is line 1. */
  readonly line: number;
  readonly code: string;
  readonly detail: string;
  /** As it stands in the file, at most 2,000 characters. */
  readonly row: string;
}

/** The body is longer than an import may be. */
export class ImportTooLarge extends Error {
  readonly code = 'PAYLOAD_TOO_LARGE';
}

/** Another file was sent under this id before. */
export class ImportDiffers extends Error {
  readonly code = 'IDEMPOTENCY_CONFLICT';
}
