import { addDays, day } from '../../../libs/kernel/src';
import type { Json } from '../../../libs/testing/src/api';
import { contractValue, openScheme } from '../opened';
import { type Desk, openDesk, overrides, type Person, said } from './override-desk';

/**
 * What many do at one moment, often enough that a gap between looking and deciding would show: some four thousand
 * requests, which is why it takes most of a minute.
 */
describe('round after round', () => {
  let desk: Desk;
  let ana: Person;
  const accounts = Array.from({ length: 10 }, (_, n) => `R${n}`);
  const rounds = (many: number) => Array.from({ length: many }, (_, n) => n);
  const person = (name: string, ...roles: string[]) => desk.api.person(name, ...roles);

  /** Days and an account that no other round has, so that nothing stands in the way of this one. */
  const ground = (round: number, scheme: string) => {
    const from = addDays(day('2025-04-10'), Math.floor(round / accounts.length) * 2);
    return { scheme, externalId: accounts[round % accounts.length]!, from, until: addDays(from, 2) };
  };
  const get = async (id: string): Promise<Json> => (await ana.get(`${overrides}/${id}`).expect(200)).body;

  beforeAll(async () => {
    const routed = (...levels: string[]) => ({ quota: { count: 1000 }, routes: [{ levels }] });
    desk = await openDesk(routed('revops', 'finance'));
    await openScheme(desk.api, 'duo', { ...contractValue, overrides: routed('revops') });
    await openScheme(desk.api, 'one', { ...contractValue, overrides: { quota: { count: 1 } } });
    for (const name of accounts) await desk.account(name);
    ana = await person('ana', 'sales-leader');
    await desk.seat('emea', 'ana');
  });
  afterAll(() => desk.api.close());

  it('one decision stands at each level, however many decide, and the requester never does', async () => {
    const people = await Promise.all([
      ...rounds(22).map((n) => person(`revops-${n}`, 'revops')),
      ...rounds(20).map((n) => person(`finance-${n}`, 'finance')),
      ...rounds(6).map((n) => person(`both-${n}`, 'revops', 'finance')),
    ]);
    const requester = await person('ana', 'sales-leader', 'revops', 'finance');
    for (const round of rounds(50)) {
      const { externalId, ...more } = ground(round, 'cv');
      const override = await desk.asks(ana, externalId, more);
      const everybody = [...people.slice(24), requester, ...people.slice(0, 24), requester];
      const answers = await Promise.all(everybody.map((who) => desk.approve(who, override)));
      // Whoever of finance came before the first level was decided was too early: they come again.
      const again = await Promise.all(people.slice(22, 27).map((who) => desk.approve(who, override)));
      const outcomes = [...answers, ...again].map(said);
      expect([24 + 0, 49].map((at) => outcomes[at])).toEqual(Array(2).fill('403 SOD_VIOLATION SOD-1'));
      const others = outcomes.filter((_, at) => at !== 24 && at !== 49);
      const losers = others.filter((one) => one !== '200');
      expect([...new Set(losers)]).toEqual(['409 OVERRIDE_OUT_OF_ORDER']);
      const { state, decisions } = await get(override.id);
      expect([state, decisions.map(({ level }: Json) => level)]).toEqual(['SCHEDULED', [1, 2]]);
      expect(new Set(decisions.map(({ decidedBy }: Json) => decidedBy)).size).toBe(2);
    }
  });

  it('the last unit of a quota goes to one of two, and the other is told who has it', async () => {
    for (const round of rounds(200)) {
      const seat = `seat-${round}`;
      const token = await desk.api.instance.signingKey!.issueToken({
        sub: 'ana',
        roles: ['sales-leader'],
        seat,
      });
      const leader = desk.api.anybody(`Bearer ${token}`);
      const of = [ground(round, 'one'), ground(round + 1, 'one')];
      const both = await Promise.all(of.map(({ externalId, ...more }) => desk.ask(leader, externalId, more)));
      expect(both.map(said).sort()).toEqual(['201', '409 QUOTA_EXHAUSTED']);
      const [won, lost] = [
        both.find(({ status }) => status === 201)!,
        both.find(({ status }) => status === 409)!,
      ];
      expect(lost.body.ledger).toMatchObject({ seat, limit: 1, reserved: 1, left: 0 });
      expect(lost.body.ledger.entries.map(({ overrideId }: Json) => overrideId)).toEqual([won.body.id]);
    }
  });

  it('two that are legal each by itself and not together are never both approved', async () => {
    const rob = await person('rob', 'revops');
    const fay = await person('fay', 'revops');
    const pairs = [
      [{ type: 'FLOOR', tier: 'T2' }, { type: 'CEILING', tier: 'T3' }, 'FLOOR_ABOVE_CEILING'],
      [{ type: 'PIN', tier: 'T1' }, { type: 'PIN', tier: 'T2' }, 'OVERRIDE_OVERLAP'],
    ] as const;
    for (const round of rounds(50)) {
      const { externalId, ...days } = ground(round, 'duo');
      const [first, second, code] = pairs[round % 2]!;
      const one = await desk.asks(ana, externalId, { ...days, ...first });
      const other = await desk.asks(ana, externalId, { ...days, ...second });
      const answers = await Promise.all([desk.approve(rob, one), desk.approve(fay, other)]);
      expect(answers.map(said).sort()).toEqual(['200', `422 ${code}`]);
      const states = [await get(one.id), await get(other.id)].map(({ state }) => state as string);
      expect(states.sort()).toEqual(['SCHEDULED', 'SUBMITTED']);
    }
  });
});
