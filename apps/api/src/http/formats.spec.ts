import { cell, stream } from './formats';

describe('a cell of a CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['-cmd', "'-cmd"],
    ['@sum', "'@sum"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['-12.50', '-12.50'],
    ['-12.50=', "'-12.50="],
    ['say "hi", now', '"say ""hi"", now"'],
    ['=a,"b"', `"'=a,""b"""`],
    [null, ''],
    [-3, '-3'],
    [true, 'true'],
  ])('%j is written %s', (value, written) => expect(cell(value)).toBe(written));
});

describe('a stream', () => {
  async function* rows(count: number) {
    for (let n = 0; n < count; n += 2) {
      yield [n, n + 1].slice(0, count - n).map((at) => ({ externalId: `A${at}`, tier: null }));
    }
  }
  const read = async (format: 'csv' | 'ndjson', count: number) =>
    Buffer.concat(
      await stream<{ externalId: string; tier: null }>(format, ['externalId', 'tier'], rows(count))
        .getStream()
        .toArray(),
    ).toString();

  it('begins a CSV with its header, even without rows', async () => {
    expect(await read('csv', 0)).toBe('externalId,tier\r\n');
    expect(await read('csv', 2)).toBe('externalId,tier\r\nA0,\r\nA1,\r\n');
  });

  it('writes a line of JSON a row', async () =>
    expect(await read('ndjson', 2)).toBe(
      '{"externalId":"A0","tier":null}\n{"externalId":"A1","tier":null}\n',
    ));

  it('goes out in pieces, not row by row', async () =>
    expect((await read('ndjson', 5000)).split('\n')).toHaveLength(5001));
});
