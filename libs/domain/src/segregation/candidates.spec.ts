import { chartOf, delegated, person, scheme, seated, start } from '../../../testing/src/organisation';
import type { OrgChart } from '../org/org-chart';
import { candidatesOf, type LevelAsked, nobodyLeft, type RoleHolder } from './candidates';

const who = (name: string, ...roles: string[]): RoleHolder => ({ person: person(name), roles });
const matter = { act: 'approve' as const, scheme, requestedBy: [person('ana')], approvedBy: [] };
const levels: readonly LevelAsked[] = [{ role: 'revops' }, { role: 'finance' }];
const candidates = (
  people: readonly RoleHolder[],
  chart: OrgChart = chartOf(),
  asked: readonly LevelAsked[] = levels,
) => candidatesOf({ levels: asked, people, matter, chart, on: start });
const rules = (...args: Parameters<typeof candidates>) =>
  nobodyLeft(candidates(...args)).map(({ rule }) => rule);

describe('at submission', () => {
  it('each level names who may decide, for whom, and who may not', () => {
    const people = [who('ana', 'revops'), who('ben', 'revops'), who('cleo'), who('dan', 'finance')];
    const [revops, finance] = candidates(people, chartOf(delegated('ben', 'cleo')));
    expect(revops?.may).toEqual([
      { person: 'ben', roles: ['revops'], as: 'revops' },
      { person: 'cleo', roles: [], as: 'revops', onBehalfOf: 'ben' },
    ]);
    expect(revops?.barred.map(({ decider, findings }) => [decider.person, findings[0]?.rule])).toEqual([
      ['ana', 'SOD-1'],
    ]);
    expect(finance?.may.map((one) => one.person)).toEqual(['dan']);
  });

  it('a level where nobody is left is found, by the rule that bars the first', () => {
    const subordinates = chartOf(seated('emea', 'ana'), seated('d', 'ben', { under: 'emea' }));
    expect(rules([who('ben', 'revops'), who('dan', 'finance')], subordinates)).toEqual(['SOD-2']);
    expect(rules([who('ana', 'revops', 'finance')])).toEqual(['SOD-1', 'SOD-1']);
  });
  it('one person with two roles is not enough for two levels', () => {
    expect(rules([who('ben', 'revops', 'finance')])).toEqual(['SOD-5']);
    expect(rules([who('ben', 'revops', 'finance'), who('dan', 'finance')])).toEqual([]);
  });
  it('a principal and their delegate are not enough for two levels', () => {
    const chart = chartOf(delegated('ben', 'cleo', { roles: ['finance'] }));
    expect(rules([who('ben', 'revops'), who('cleo')], chart)).toEqual(['SOD-5']);
  });
  it('a quorum needs as many', () => {
    const committee = [{ role: 'committee' as const, quorum: 2 }];
    const barred = who('ana', 'committee');
    expect(rules([barred, who('ben', 'committee')], chartOf(), committee)).toEqual(['SOD-1']);
    expect(rules([barred, who('ben', 'committee'), who('dan', 'committee')], chartOf(), committee)).toEqual(
      [],
    );
  });
  it('a large quorum of people who are all wanted elsewhere is told at once, and not in a lifetime', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n'];
    const people = names.map((name) => who(name, 'revops', 'committee'));
    const committee = (quorum: number) => [levels[0]!, { role: 'committee' as const, quorum }];
    expect(rules(people, chartOf(), committee(14))).toEqual(['SOD-5']);
    expect(rules(people, chartOf(), committee(13))).toEqual([]);
  });
  it('levels of which nobody is known are not spoken of', () => {
    expect(rules([])).toEqual([]);
    expect(rules([who('ben', 'revops')])).toEqual([]);
  });
  it('a finding says who is barred and why', () =>
    expect(nobodyLeft(candidates([who('ana', 'revops')]))).toEqual([
      {
        rule: 'SOD-1',
        detail:
          'Too few are left to decide as revops: have somebody appointed, or leave the request to somebody else. Nobody approves their own request: ana asked for it.',
      },
    ]));
});
