import { z } from 'zod';
import { aggregate, compositeId, event, type Event, firstRefusal, isRefusal, refuse, type Rule } from '.';

const Lit = event('Lit', { by: z.string() });
const PutOut = event('PutOut', {}, 2);

interface Light {
  readonly type: 'Light';
  readonly by: string;
}

const lamp = aggregate<{ lit: boolean }, Light, Event<'Lit', { by: string }> | Event<'PutOut', object>>({
  category: 'lamp',
  idOf: ({ by }) => by,
  events: [Lit, PutOut],
  initialState: () => ({ lit: false }),
  decide: { Light: ({ by }, { lit }) => (lit ? [] : [Lit({ by })]) },
  evolve: { Lit: () => ({ lit: true }), PutOut: () => ({ lit: false }) },
});

describe('an aggregate', () => {
  it('decides by the row of the command and evolves by the row of the event', () => {
    const lit = lamp.decide({ type: 'Light', by: 'ana' }, lamp.initialState());
    expect(lit).toEqual([{ type: 'Lit', data: { by: 'ana' } }]);
    expect(lamp.evolve(lamp.initialState(), Lit({ by: 'ana' }))).toEqual({ lit: true });
    expect(lamp.evolve({ lit: true }, PutOut({}))).toEqual({ lit: false });
    expect(lamp.idOf({ type: 'Light', by: 'ana' })).toBe('ana');
  });
});

describe('an event', () => {
  it('is built, named, versioned and read by its declaration', () => {
    expect([Lit.type, Lit.version, PutOut.version]).toEqual(['Lit', 1, 2]);
    expect(Lit.schema.parse({ by: 'ana', added: 'later' })).toEqual({ by: 'ana' });
    expect(() => Lit.schema.parse({})).toThrow();
  });
});

describe('a composite id', () => {
  it('is unambiguous whatever its parts hold', () => {
    expect(compositeId('a/b', 'c')).not.toBe(compositeId('a', 'b/c'));
    expect(compositeId('contract-value', 'ACCOUNT', 'ACME & Co')).toBe(
      'contract-value/ACCOUNT/ACME%20%26%20Co',
    );
  });
});

describe('a refusal', () => {
  const tooBig: Rule<number, null> = (command) =>
    command > 2 ? refuse('against-policy', 'TOO_BIG', 'Ask for less.') : undefined;
  const odd: Rule<number, null> = (command) =>
    command % 2 ? refuse('out-of-order', 'ODD', 'Ask for two.', { command }) : undefined;

  it('is the first rule’s that says no', () => {
    expect(firstRefusal([odd, tooBig], 3, null)).toEqual({
      refused: 'out-of-order',
      code: 'ODD',
      message: 'Ask for two.',
      details: { command: 3 },
    });
    expect(firstRefusal([odd, tooBig], 4, null)).toEqual({
      refused: 'against-policy',
      code: 'TOO_BIG',
      message: 'Ask for less.',
    });
    expect(firstRefusal([odd, tooBig], 2, null)).toBeUndefined();
  });

  it('is told apart from events', () => {
    expect(isRefusal(refuse('unknown', 'NOT_FOUND', 'No.'))).toBe(true);
    expect([isRefusal([]), isRefusal(null), isRefusal('refused')]).toEqual([false, false, false]);
  });
});
