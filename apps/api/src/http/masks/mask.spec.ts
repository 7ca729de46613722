import { maskFor } from './mask';

const hidden = { names: new Set(['margin', 'marginPct', 'score', 'arr']), revenue: false, triggers: false };
const see = (answer: unknown, more: object = {}) => maskFor({ ...hidden, ...more })(answer);

describe('a mask', () => {
  it('leaves of what is about a hidden measure no more than is known to be no value', () => {
    expect(
      see({
        items: [
          { factId: '1', measure: 'marginPct', value: '7.35', day: '2025-01-01', somethingNew: { of: 7.35 } },
          { factId: '2', measure: 'acv', value: '7.35', day: '2025-01-01' },
        ],
      }),
    ).toEqual({
      items: [
        {
          factId: '1',
          measure: 'marginPct',
          value: null,
          day: '2025-01-01',
          somethingNew: null,
          masked: true,
        },
        { factId: '2', measure: 'acv', value: '7.35', day: '2025-01-01' },
      ],
    });
  });

  it.each([
    [
      'a subject',
      { subject: 'margin', value: '7', distance: '3' },
      { subject: 'margin', value: null, distance: null },
    ],
    ['a sentence', { says: 'margin is 7', value: '7', more: [7] }, { says: null, value: null, more: [] }],
    ['a change of a basis', { what: 'inputs/margin', after: '7' }, { what: 'inputs/margin', after: null }],
    [
      'a row that was not taken',
      { line: 3, code: 'NO_DAY', row: 'A,margin,7' },
      { line: 3, code: 'NO_DAY', row: null },
    ],
  ])('knows %s', (_, thing, expected) => expect(see(thing)).toEqual({ ...expected, masked: true }));

  it('knows members that are called so, and what is reckoned of them', () => {
    expect(see({ inputs: { margin: '7', acv: '1' }, arrMoved: '1', arr: '2', arrears: '3' })).toEqual({
      inputs: { margin: null, acv: '1', masked: true },
      ...{ arrMoved: null, arr: null, arrears: '3', masked: true },
    });
  });

  it('does not take the definition of a measure, or a longer name, for it', () => {
    const document = { measures: { margin: { revenueWindowMonths: 12 } }, scheme: 'sales-with-margin' };
    expect(see(document)).toEqual(document);
    expect(see({ says: 'grossmargins are 7' })).toEqual({ says: 'grossmargins are 7' });
  });

  it('hides a score beside the inputs that it is made of', () => {
    expect(
      see({ inputs: [{ measure: 'margin', value: '7' }], score: '0.7' }, { names: new Set(['margin']) }),
    ).toEqual({
      inputs: [{ measure: 'margin', value: null, masked: true }],
      score: null,
    });
  });

  it('hides amounts where revenue is hidden, and deals where triggers are', () => {
    const line = { factId: '1', amount: '7', currency: 'EUR', kind: 'invoice' };
    expect(see(line)).toEqual(line);
    expect(see(line, { revenue: true })).toMatchObject({ amount: null, kind: 'invoice', masked: true });
    expect(see({ kind: 'revenue', value: '7' }, { revenue: true })).toMatchObject({ value: null });
    const deal = { stage: 'offer', value: '7', factIds: ['1'] };
    expect(see(deal)).toEqual(deal);
    expect(see(deal, { triggers: true })).toEqual({ stage: null, value: null, factIds: [], masked: true });
  });

  it('hands on the very same where it hides nothing', () => {
    const answer = { items: [{ measure: 'acv', value: '7', factIds: ['1'] }] };
    expect(see(answer)).toBe(answer);
  });

  it('replaces a sentence where nobody has foreseen one', () => {
    const answer = {
      reasons: 'DEMOTION: margin from 13 to 7',
      decisionId: 'by-margin/1',
      scheme: 'margin 2',
    };
    expect(see(answer)).toEqual({ ...answer, reasons: 'MASKED' });
  });

  it('replaces a line of a list that speaks of it', () => {
    expect(see(['GATE:margin', 'DEAD_BAND'])).toEqual(['MASKED', 'DEAD_BAND']);
    const because = ['The jump is 1, at most 1. The ARR is 77777, under 250000.', 'It goes up.'];
    expect(see({ because })).toEqual({ because: ['MASKED', 'It goes up.'] });
  });

  it('looks at the names of members alone where an answer tells nothing of accounts', () => {
    const answer = { measure: 'margin', at: '10', margin: '7' };
    expect(see(answer, { membersAlone: true })).toEqual({ ...answer, margin: null, masked: true });
  });
});
