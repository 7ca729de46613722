import type { Row } from './row';
import { Dates } from './cells';
import { readHeader } from './header';
import { rowReader } from './row-reader';
import { Misfit } from './row';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];

/** What becomes of a fact with these cells beside its own. */
const told = (said: Record<string, string>) => {
  const row = { externalId: 'ACME', measure: 'maturity', value: '72', validFrom: '2025-02-01', ...said };
  const header = readHeader('facts', Object.keys(row));
  if (typeof header === 'string') throw new Error(header);
  const setting = { kind: 'facts', source: 'crm', idPrefix: 'crm:x', currency: 'EUR' } as const;
  const read = rowReader({ ...setting, header, dates: new Dates('UTC') });
  const fields = Object.values(row);
  return read({ line: 2, fields, raw: fields.join(',') });
};
const factOf = (row: Row | Misfit) => {
  if (row instanceof Misfit || row.says !== 'fact') throw new Error(JSON.stringify(row));
  return row.fact;
};

describe('a row of facts', () => {
  it('says who assessed the value, which files stand behind it, and which model proposed it', () => {
    const fact = factOf(
      told({
        source: 'survey 2025',
        assessors: 'olga; ines',
        evidenceSha256: `${a};${b}`,
        evidenceName: 'interview.pdf; notes, part 2.txt',
        modelId: 'fit',
        modelVersion: '3',
        modelConfidence: '0.81',
      }),
    );
    expect(fact).toMatchObject({ source: 'survey 2025', factId: 'crm:x:2' });
    expect(fact).toHaveProperty('provenance', {
      assessors: ['olga', 'ines'],
      evidence: [
        { sha256: a, name: 'interview.pdf' },
        { sha256: b, name: 'notes, part 2.txt' },
      ],
      model: { id: 'fit', version: '3', confidence: '0.81' },
    });
  });

  it('says nothing of it where the cells are empty, and is from where the file is from', () => {
    const fact = factOf(told({ source: '', assessors: '', evidenceSha256: ' ; ', modelId: '' }));
    expect(fact.source).toBe('crm');
    expect(fact).not.toHaveProperty('provenance');
    expect(factOf(told({}))).not.toHaveProperty('provenance');
  });

  it('calls a file by its hash where it is not named', () => {
    expect(factOf(told({ evidenceSha256: a }))).toHaveProperty('provenance', {
      evidence: [{ sha256: a, name: a }],
    });
  });

  it.each([
    ['BAD_SHA256', { evidenceSha256: 'abc' }],
    ['BAD_SHA256', { evidenceSha256: a.toUpperCase() }],
    ['EVIDENCE_NAMES_DIFFER', { evidenceSha256: `${a};${b}`, evidenceName: 'one.pdf' }],
    ['EVIDENCE_NAMES_DIFFER', { evidenceName: 'one.pdf' }],
    ['MODEL_INCOMPLETE', { modelId: 'fit', modelVersion: '3' }],
    ['BAD_CONFIDENCE', { modelId: 'fit', modelVersion: '3', modelConfidence: '1.01' }],
    ['BAD_CONFIDENCE', { modelId: 'fit', modelVersion: '3', modelConfidence: '-0.1' }],
    ['BAD_DECIMAL', { modelId: 'fit', modelVersion: '3', modelConfidence: 'high' }],
    ['TOO_MANY', { assessors: Array.from({ length: 21 }, (_, n) => `p${n}`).join(';') }],
    ['TOO_MANY', { evidenceSha256: Array.from({ length: 51 }, () => a).join(';') }],
    ['TEXT_TOO_LONG', { assessors: 'x'.repeat(257) }],
    ['TEXT_TOO_LONG', { source: 'x'.repeat(257) }],
    ['CONTROL_CHARACTER', { evidenceSha256: a, evidenceName: 'a\u0007b' }],
  ])('is told %s of %j', (code, said) => {
    expect(told(said)).toMatchObject({ code, detail: expect.stringMatching(/\.$/) });
  });
});
