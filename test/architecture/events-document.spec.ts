import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type EventType } from '#libs/kernel';
import { allEvents } from '#libs/domain';

const project = resolve(__dirname, '../..');
const document = join(project, 'docs/events.md');

interface Shape {
  type?: string | string[];
  enum?: unknown[];
  const?: string | number | boolean;
  anyOf?: Shape[];
  oneOf?: Shape[];
  items?: Shape;
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: Shape | boolean;
}

/** A stored shape in one line of words. */
const inWords = (shape: Shape): string => {
  const union = shape.anyOf ?? shape.oneOf;
  if (union) return union.map(inWords).join(' or ');
  if (shape.enum) return shape.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (shape.const !== undefined) return `\`${String(shape.const)}\``;
  if (shape.type === 'array') return `list of ${inWords(shape.items ?? {})}`;
  if (shape.properties)
    return `{ ${fieldsOf(shape)
      .map(([name]) => name)
      .join(', ')} }`;
  if (shape.type === 'object') return 'map';
  return shape.type === 'string' ? 'text' : String(shape.type ?? 'any');
};

const fieldsOf = (shape: Shape): [string, Shape][] =>
  Object.entries(shape.properties ?? {}).map(([name, field]) => [
    shape.required?.includes(name) ? name : `${name}?`,
    field,
  ]);

/** The doc comments that stand before the declarations, by event name. */
const promises = (): Map<string, string> => {
  const sources = readdirSync(join(project, 'libs/domain/src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.events.ts'))
    .map((file) => readFileSync(join(project, 'libs/domain/src', file), 'utf8'));
  const found = sources.flatMap((text) => [
    ...text.matchAll(/\/\*\* ([^\n]*) \*\/\nexport const (\w+) = event\(/g),
  ]);
  return new Map(found.map(([, promise, name]) => [name!, promise!]));
};

const section = ({ type, version, schema }: EventType, promise: string | undefined): string => {
  const rows = fieldsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape);
  return [
    `## ${type} (version ${version})`,
    '',
    ...(promise ? [promise, ''] : []),
    '| field | what it holds |',
    '| --- | --- |',
    ...rows.map(([name, field]) => `| ${name} | ${inWords(field)} |`),
    '',
  ].join('\n');
};

const render = (): string =>
  [
    '# The events',
    '',
    'The storage format, made from the declarations in `libs/domain/src/*/*.events.ts` by `npm run events`.',
    'A field marked `?` may be absent. Beside each event stand its context (actor, on whose behalf, command,',
    'correlation, cause, reason), its stream and revision, its log position and `recordedAt`.',
    '',
    ...(allEvents as readonly EventType[]).map((declared) =>
      section(declared, promises().get(declared.type)),
    ),
  ].join('\n');

describe('docs/events.md', () => {
  it('says what the declarations say (`npm run events` writes it anew)', () => {
    if (process.env.UPDATE_DOCS) writeFileSync(document, render());
    expect(readFileSync(document, 'utf8')).toBe(render());
  });
});
