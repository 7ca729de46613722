import { scopeOption } from './values';

describe('a scope on the command line', () => {
  it('is said a key at a time', () => {
    const region = scopeOption('region=EMEA, APAC');
    expect(scopeOption('book=west', region)).toEqual({ region: ['EMEA', 'APAC'], book: ['west'] });
  });

  it.each(['region', 'region=', '=EMEA', 'region=EMEA,'])('is not guessed from %j', (text) => {
    expect(() => scopeOption(text)).toThrow(/region=EMEA/);
  });
});
