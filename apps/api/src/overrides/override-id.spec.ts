import { idOf } from './override-id';

describe('the id of an override', () => {
  const command = '6f1c1f3e-0d0a-5c0b-9a53-5a7d6b1f1d2e';
  const acme = { scheme: 'cv', externalId: 'ACME' };

  it('is that of the command, however often that is sent', () =>
    expect(idOf(command, { ...acme, view: 'ACCOUNT' })).toBe(idOf(command, acme)));

  it.each([{ externalId: 'BETA' }, { scheme: 'duo' }, { view: 'line' }])(
    'is another where a key that was forgotten comes for %j',
    (other) => expect(idOf(command, { ...acme, ...other })).not.toBe(idOf(command, acme)),
  );
});
