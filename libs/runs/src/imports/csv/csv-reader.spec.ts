import { type CsvItem, CsvReader } from './csv-reader';

/** Reads a text in pieces of a size, since a file arrives in pieces. */
const read = (text: string, size = text.length): CsvItem[] => {
  const reader = new CsvReader();
  const items: CsvItem[] = [];
  for (let at = 0; at < text.length; at += size) items.push(...reader.push(text.slice(at, at + size)));
  return [...items, ...reader.end()];
};

const short = (items: CsvItem[]) =>
  items.map((item) =>
    'broken' in item ? `${item.line} ${item.broken}` : [item.line, ...item.fields].join('|'),
  );

describe('a CSV file', () => {
  const tricky = 'a,b\r\n1,"x, ""y"""\r\n"line\nbreak",2\n\n3,4';
  const rows = ['1|a|b', '2|1|x, "y"', '3|line\nbreak|2', '6|3|4'];

  it('has quotes, line breaks in quotes, any line end and no last one', () =>
    expect(short(read(tricky))).toEqual(rows));

  it.each([1, 2, 3, 5, 7])('is the same in pieces of %i characters', (size) =>
    expect(short(read(tricky, size))).toEqual(rows),
  );

  it('loses only the line in which a quote was left open', () =>
    expect(short(read('a,b\n1,"oops\n2,x\n3,y\n'))).toEqual(['1|a|b', '2 QUOTES', '3|2|x', '4|3|y']));

  it('does not let an open quote run into a quote lines below', () =>
    expect(short(read('a,b\n1,"oops\n2,"x"\n3,y\n'))).toEqual(['1|a|b', '2 QUOTES', '3|2|x', '4|3|y']));

  it('refuses text behind a closing quote, and goes on', () =>
    expect(short(read('a,b\n1,"x"y\n2,z\n'))).toEqual(['1|a|b', '2 QUOTES', '3|2|z']));

  it('takes a quote inside a field as it stands', () =>
    expect(short(read('a,b\n1,5" pipe\n'))).toEqual(['1|a|b', '2|1|5" pipe']));

  it('refuses rows with other columns than the header', () =>
    expect(short(read('a,b\n1\n2,3,4\n5,6\n'))).toEqual(['1|a|b', '2 COLUMNS', '3 COLUMNS', '4|5|6']));

  it.each(['a,b\n1,2\n3', 'a,b\n1,2\n"3'])('says when it was cut inside a row', (text) =>
    expect(short(read(text))).toEqual(['1|a|b', '2|1|2', '3 CUT_OFF']),
  );

  it.each([100, 50_000, 1_000_000])('gives up a line that never ends, in pieces of %i', (size) =>
    expect(short(read(`a,b\n${'x'.repeat(200_000)}\n1,2\n`, size))).toEqual(['1|a|b', '2 TOO_LONG', '3|1|2']),
  );

  it('gives up an open quote after a while, and the lines behind it are rows', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `${n},${n}`);
    const items = read(['a,b', '"open,1', ...many, ''].join('\n'), 10_000);
    expect(items).toHaveLength(many.length + 2);
    expect(items.filter((item) => 'broken' in item).map(({ line }) => line)).toEqual([2]);
  });

  it('keeps the row as it stands', () =>
    expect(read('a,b\r\n"1",2\r\n').map(({ raw }) => raw)).toEqual(['a,b', '"1",2']));
});
