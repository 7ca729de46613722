import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lintCodes, type LintCode } from '#libs/domain';
import { lintBody } from '#apps/api/src/schemes/document';
import { documents, type Example } from './linter/example';
import { examples } from './linter/examples';

const page = join(resolve(__dirname, '../..'), 'docs/linter.md');
const codes = Object.keys(lintCodes) as LintCode[];

const findingOf = (code: LintCode, { of, with: change }: Example) =>
  lintBody({ ...documents[of], ...change }).find((finding) => finding.code === code);

const json = (value: object): string =>
  ['```json', JSON.stringify(value, null, 1).replaceAll(/\n */g, ' '), '```'].join('\n');

const shown = (code: LintCode, example: Example): string => {
  const { severity, pointer, detail } = findingOf(code, example)!;
  return [
    `In \`${example.of}\`:`,
    '',
    json(example.with),
    '',
    `_${severity}_ at \`${pointer}\`: ${detail}`,
    '',
  ].join('\n');
};

const render = (): string =>
  [
    '# What the linter says',
    '',
    'Made from `libs/domain/src/policy/lint/lint-codes.ts`, and from what the linter says of the examples, by',
    '`npm run linter`. `POST /v1/schemes/{scheme}/policies/lint` answers with findings, and so does every draft. A document',
    'with an error can be kept as a draft, and not be submitted. `pointer` is a JSON Pointer into the document.',
    '',
    '| code | severity | what it means |',
    '| --- | --- | --- |',
    ...codes.map(
      (code) =>
        `| [${code}](#${code.toLowerCase()}) | ${lintCodes[code].severity.join(' or ')} | ${lintCodes[code].means} |`,
    ),
    '',
    '# Examples',
    '',
    'Each is a part of a document that stands in the place of the same part of one of these, of which the linter says nothing:',
    '',
    ...Object.entries(documents).flatMap(([name, document]) => [`\`${name}\`:`, '', json(document), '']),
    ...codes.flatMap((code) => [
      `## ${code}`,
      '',
      lintCodes[code].means,
      '',
      ...examples[code].map((one) => shown(code, one)),
    ]),
  ].join('\n');

describe('the linter', () => {
  it.each(Object.entries(documents))('says nothing of the %s that its examples begin with', (_, document) =>
    expect(lintBody(document)).toEqual([]),
  );

  it.each(codes)('says %s of each of its examples, in every severity that it can be', (code) => {
    const found = examples[code].map((example) => findingOf(code, example)?.severity);
    expect(found.toSorted()).toEqual(lintCodes[code].severity.toSorted());
  });
});

describe('docs/linter.md', () => {
  it('says what the linter says (`npm run linter` writes it anew)', () => {
    if (process.env.UPDATE_DOCS) writeFileSync(page, render());
    expect(readFileSync(page, 'utf8')).toBe(render());
  });
});
