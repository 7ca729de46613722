import { meantBy } from './if-match';

describe('what If-Match means', () => {
  it.each([
    [undefined, undefined],
    ['*', 'begun'],
    [' * ', 'begun'],
    ['"3"', [3]],
    ['"1", "2"', [1, 2]],
    ['"1" ,"2",', [1, 2]],
    ['"1", W/"2", "of, another server"', [1]],
    ['W/"1"', []],
    ['3', []],
    ['"3', []],
    ['*, "3"', []],
    ['"-1"', []],
    ['', []],
  ])('%s', (header, meant) => expect(meantBy(header)).toEqual(meant));
});
