import { roles } from '../../../libs/platform/src';
import type { Operation } from './addresses';

/** A route of the table: who may call it, and how it keeps to the scope of a caller. */
export interface Row {
  readonly method: Operation['method'];
  readonly path: string;
  readonly allowed: readonly string[];
  readonly scope: string;
}

const head = `# Who may call what

Every route by every role, made from the OpenAPI document by \`npm run -s roles\`. A test calls each cell over HTTP, and
fails for a route without a row: whoever adds or opens a route changes this table, and it is reviewed with the change.
Without a token, or with one that has run out or is for somebody else, every route here answers 401.

The last column says what a caller gets whose token is limited to a part of the portfolio: \`account\`, \`override\` and
\`treatment-change\` answer 404 for what lies outside, \`rows\` holds rows and sums of accounts inside alone, \`none\`
holds nothing of accounts, and \`refused\` answers 403.
`;

/** The table as a document. */
export const render = (operations: readonly Operation[]): string => {
  const cells = operations
    .filter(({ path }) => path.startsWith('/v1/'))
    .map(({ method, path, roles: allowed, scope }) => [
      `${method.toUpperCase()} ${path}`,
      ...roles.map((role) => (allowed.includes(role) ? '✓' : '')),
      scope ?? 'refused',
    ]);
  const title = ['route', ...roles, 'with a scope'];
  const widths = title.map((_, at) => Math.max(...[title, ...cells].map((row) => row[at]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  const under = widths.map((width) => '-'.repeat(width));
  return `${head}\n${[title, under, ...cells].map(line).join('\n')}\n`;
};

/** The table as it was reviewed. */
export const read = (document: string): Row[] =>
  [...document.matchAll(/^\| (GET|PUT|POST) (\S+) +\|(.*)\|$/gm)].map(([, method, path, rest]) => {
    const cells = rest!.split('|').map((cell) => cell.trim());
    return {
      method: method!.toLowerCase() as Row['method'],
      path: path!,
      allowed: roles.filter((_, at) => cells[at] === '✓'),
      scope: cells.at(-1)!,
    };
  });
