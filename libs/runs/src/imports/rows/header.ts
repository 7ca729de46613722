import type { ImportKind } from '../import';
import { assuranceColumns } from './assurance';

interface Layout {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Other names that sources use for a column. */
  readonly aliases: Readonly<Record<string, string>>;
  /** What a column that is not known here means. */
  readonly others: 'attributes' | 'ignored';
}

const factAliases = {
  metric: 'measure',
  effectiveOn: 'validFrom',
  occurredAt: 'occurredOn',
  sourceRef: 'factId',
};

const layouts: Record<ImportKind, Layout> = {
  accounts: {
    required: ['externalId', 'name'],
    optional: ['onboardedOn', 'ownerSeat', 'parentExternalId'],
    aliases: {},
    others: 'attributes',
  },
  facts: {
    required: ['externalId', 'measure', 'value', 'validFrom'],
    optional: ['serviceLine', 'factId', 'recordedAt', 'source', ...assuranceColumns],
    aliases: factAliases,
    others: 'ignored',
  },
  revenue: {
    required: ['externalId', 'occurredOn', 'amount'],
    optional: ['currency', 'kind', 'serviceLine', 'factId', 'recordedAt', 'source'],
    aliases: factAliases,
    others: 'ignored',
  },
};

/** Where each column stands in a row. */
export interface Header {
  /** By the name the product uses; a column that the file does not have is not in it. */
  readonly at: ReadonlyMap<string, number>;
  readonly attributes: readonly { readonly name: string; readonly at: number }[];
  readonly ignored: readonly string[];
  /** Whether ids are those of the source's records (`sourceRef`), each of which may tell several facts. */
  readonly namesRecords: boolean;
}

/** Reads a file's first row, or says in a sentence why it does not fit the kind of import. */
export const readHeader = (kind: ImportKind, fields: readonly string[]): Header | string => {
  const { required, optional, aliases, others } = layouts[kind];
  const known = new Set([...required, ...optional]);
  const at = new Map<string, number>();
  const rest: { name: string; at: number }[] = [];
  const namesRecords = others === 'ignored' && fields.some((field) => field.trim() === 'sourceRef');
  for (const [index, field] of fields.entries()) {
    const given = field.trim();
    const name = known.has(given) ? given : (aliases[given] ?? given);
    if (at.has(name) || rest.some((other) => other.name === name)) return `Column "${name}" is there twice.`;
    if (known.has(name)) at.set(name, index);
    else rest.push({ name, at: index });
  }
  const missing = required.filter((name) => !at.has(name));
  if (missing.length > 0) return missingColumns(kind, missing);
  if (others === 'ignored')
    return { at, attributes: [], ignored: rest.map(({ name }) => name), namesRecords };
  const misnamed = rest.find(({ name }) => name === '' || name.length > 128 || /\p{Cc}/u.test(name));
  return misnamed ? attributeNameMisfit : { at, attributes: rest, ignored: [], namesRecords };
};

const missingColumns = (kind: ImportKind, missing: readonly string[]): string =>
  `The header of a file of ${kind} names ${layouts[kind].required.join(', ')}, separated by commas; ` +
  `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`;

const attributeNameMisfit =
  'A column of attributes has a name of 1 to 128 characters, without control characters.';
