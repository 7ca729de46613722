import { day } from '#libs/kernel';
import type { Recorded } from '#libs/event-store';
import { approve, ask, monday } from '../../../testing/src/override-commands';
import { acme, historyOf } from '../../../testing/src/overrides';
import { announcerActor, changedIn } from './occasion';

const recorded = (event: object, actor = 'rob') =>
  ({ stream: 'override-contract-value/ACCOUNT/ACME', event, context: { actor } }) as unknown as Recorded;

describe('what may have changed under an override', () => {
  const [asked, approved] = historyOf(ask(1), approve(1, 'rob', 'revops'));

  it('may have changed at the moment of its approval, too', () => {
    expect(approved).toMatchObject({ type: 'OverrideApproved', data: { decidedOn: day(monday) } });
    expect([...changedIn([recorded(approved!)]).accounts.keys()]).toEqual([acme.externalId]);
  });

  it('is not what somebody says of it before, or the announcer', () => {
    expect(changedIn([recorded(asked!)]).accounts.size).toBe(0);
    expect(changedIn([recorded(approved!, announcerActor)]).accounts.size).toBe(0);
  });
});
