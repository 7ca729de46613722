import { Cursors } from './cursor';

describe('a cursor', () => {
  const cursors = new Cursors(Buffer.from('a key of thirty-two bytes length'));
  const question = { path: '/v1/tiers', scheme: 'a', asOf: undefined };
  const cursor = cursors.write(question, { after: 'ACME', position: '12' });

  it('comes back as it was made', () =>
    expect(cursors.read(question, cursor)).toEqual({ after: 'ACME', position: '12' }));

  it.each([
    ['of another question', { ...question, scheme: 'b' }, cursor],
    ['of another key', question, new Cursors(Buffer.from('another')).write(question, {})],
    ['that was changed', question, `${cursor.slice(0, -2)}AA`],
    ['that is empty', question, ''],
    ['that is short', question, 'AAAA'],
    ['that is nonsense', question, '../../etc/passwd'],
  ])('%s is refused', (_, asked, text) =>
    expect(() => cursors.read(asked, text)).toThrow(/not one of this list/),
  );
});
