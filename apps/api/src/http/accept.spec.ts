import { typesTaken } from './accept';

describe('what a caller takes', () => {
  it.each([
    ['text/csv', ['text/csv']],
    ['Text/CSV; charset=utf-8 , application/json', ['text/csv', 'application/json']],
    ['text/csv;q=0.1, application/json', ['application/json', 'text/csv']],
    ['text/html;q=0, */*;q=0.5', ['*/*']],
    ['text/html;q=lots, text/csv;q=2', ['text/html', 'text/csv']],
    ['', ['']],
  ])('of %j is %j', (accept, types) => expect(typesTaken(accept)).toEqual(types));
});
