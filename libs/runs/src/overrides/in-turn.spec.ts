import { setImmediate as breath } from 'node:timers/promises';
import { InTurn } from './in-turn';

describe('those who decide about the same', () => {
  const log: string[] = [];
  const deciding =
    (name: string, fails = false) =>
    async () => {
      log.push(`${name} begins`);
      await breath();
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };

  it('take turns, whatever becomes of the one before, and nobody waits for another thing', async () => {
    const turns = new InTurn();
    const outcomes = await Promise.allSettled([
      turns.run('one', deciding('first', true)),
      turns.run('one', deciding('second')),
      turns.run('two', deciding('other')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(log.indexOf('second begins')).toBeGreaterThan(log.indexOf('first ends'));
    expect(log.indexOf('other begins')).toBeLessThan(log.indexOf('first ends'));
  });
});
