import { z } from 'zod';
import { event, instant } from '#libs/kernel';
import { Catalogue, hashOf } from './catalogue';
import { idFor } from './identity';

const Noted = event('Noted', { text: z.string() }, 3);
const commandId = 'b0d1f6c2-0e4d-4c8e-9a3c-0d6f3a1f2e11';
const context = { actor: 'ana', commandId, correlationId: commandId };
const place = {
  position: 1n,
  checkpoint: { commit: 1n, prepare: 1n },
  recordedAt: instant('2025-01-01T00:00:00Z'),
};

describe('the catalogue', () => {
  const catalogue = new Catalogue(
    [Noted],
    [
      { type: 'Noted', from: 1, up: (data) => ({ words: (data as { word: string }).word }) },
      { type: 'Noted', from: 2, up: (data) => ({ text: (data as { words: string }).words }) },
    ],
  );
  const append = { stream: 'a-1', events: [Noted({ text: 'x' })], expected: 'none', context } as const;

  it('writes canonical texts and hashes them with the place of the event', () => {
    const [encoded] = catalogue.encode(append);
    expect(encoded).toMatchObject({ type: 'Noted', version: 3, revision: 0, payload: '{"text":"x"}' });
    expect(encoded!.metadata).toBe(
      `{"context":{"actor":"ana","commandId":"${commandId}","correlationId":"${commandId}"},"shapes":"2aa02bc300985072"}`,
    );
    const metadata = `{"actor":"ana","commandId":"${commandId}","correlationId":"${commandId}"}`;
    expect(hashOf({ ...encoded!, metadata })).toBe(
      '6dd60b6ff4205bb43e2bb9114fc87bcaf261f023f86029cb15330c32e9aa48ae',
    );
    for (const other of [
      { stream: 'a-2' },
      { revision: 1 },
      { type: 'N' },
      { version: 2 },
      { payload: '{}' },
      { metadata: '{}' },
    ]) {
      expect(hashOf({ ...encoded!, ...other })).not.toEqual(encoded!.hash);
    }
  });

  it('gives a retry the same ids, and every place and every saying another', () => {
    const id = (change: object) => catalogue.encode({ ...append, ...change })[0]!.id;
    expect(id({})).toBe(id({}));
    expect(id({ expected: 0 })).not.toBe(id({}));
    expect(id({ events: [Noted({ text: 'y' })] })).not.toBe(id({}));
  });

  it('brings old shapes up step by step, and says what it cannot read', () => {
    const [{ hash: _, ...encoded }] = catalogue.encode(append) as [ReturnType<Catalogue['encode']>[number]];
    const read = (change: object) => catalogue.decode({ ...encoded, ...place, ...change });
    expect(read({ version: 1, payload: '{"word":"old"}' }).event).toEqual(Noted({ text: 'old' }));
    expect(read({ version: 2, payload: '{"words":"old"}' }).event).toEqual(Noted({ text: 'old' }));
    expect(read({ version: 0 }).unreadable).toContain('Nothing brings Noted from version 0 to 1');
    expect(read({ version: 4 }).unreadable).toContain('newer than this release');
    const byOtherShapes = JSON.stringify({ context, shapes: 'another release' });
    expect(read({ payload: '{"text":1}', metadata: byOtherShapes })).toMatchObject({
      event: { data: { text: 1 } },
      unreadable: expect.stringContaining('text'),
    });
    expect(read({ type: 'Gone' }).unreadable).toContain('no event called Gone');
  });

  it('knows a name once, and streams have names', () => {
    expect(() => new Catalogue([Noted, Noted])).toThrow('Two event types');
    expect(() => catalogue.encode({ ...append, stream: 'a\u0000' })).toThrow('cannot name a stream');
  });
});

describe('an id derived from a name', () => {
  it('is a UUID of version 5', () =>
    // The example of RFC 9562, appendix A.4.
    expect(idFor('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    ));

  it('needs a UUID to derive from', () => expect(() => idFor('x', 'y')).toThrow(TypeError));
});
