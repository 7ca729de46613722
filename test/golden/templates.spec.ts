import {
  type CutPoints,
  indicate,
  inputsOn,
  isOrdinal,
  judgeOf,
  type KnownInput,
  lint,
  type PolicyDocument,
  revenueKnown,
  schemeTemplates,
  TierCode,
} from '#libs/domain';
import { day, decimal } from '#libs/kernel';
import { accountKnown, known } from '../../libs/testing/src/known';
import { contractValueBands, revenueBandsBands } from './numbers';

const on = day('2025-04-01');
const documentOf = (name: string): PolicyDocument =>
  schemeTemplates.find(({ template }) => template === name)!.document;

/** Assessed with evidence, by somebody beside the account's owner. */
const assured = { evidence: true, independent: true, confidence: null };
const factsOf = (
  values: Record<string, string>,
  assurance: KnownInput['assurance'] = assured,
): KnownInput[] =>
  Object.entries(values).map(([measure, value]) => ({ ...known(measure, value, '2025-01-01'), assurance }));

const judged = (
  name: string,
  values: Record<string, string>,
  assurance?: KnownInput['assurance'],
  cuts: CutPoints | null = null,
) => {
  const document = documentOf(name);
  const inputs = inputsOn(on, document, accountKnown(factsOf(values, assurance)));
  return indicate(document, inputs, cuts);
};
/** The tier that the values indicate, `OUT` out of the programme, `HELD` when it cannot be told. */
const tierOf = (...asked: Parameters<typeof judged>): string => {
  const { tier, outOfProgramme } = judged(...asked);
  return tier ?? (outOfProgramme ? 'OUT' : 'HELD');
};

describe('the templates', () => {
  it('are these', () =>
    expect(schemeTemplates.map(({ template, variantOf }) => [template, variantOf])).toEqual([
      ['contract-value', null],
      ['outsourcer-tcv', 'contract-value'],
      ['revenue-bands', null],
      ['abm', null],
      ['abm-percentile', 'abm'],
      ['customer', null],
      ['msp-quadrant', null],
      ['cs-segment', null],
      ['cs-health', 'cs-segment'],
    ]));

  it.each(schemeTemplates)('$template is sound: nothing is found in it', ({ document }) => {
    expect(lint(document)).toEqual([]);
  });

  it('show each shape of policy and each order of tiers', () => {
    const shapes = schemeTemplates.map(({ document }) => [document.kind, judgeOf(document).order]);
    expect(new Set(shapes.map(String))).toEqual(
      new Set(['bands,ordinal', 'score,ordinal', 'percentile,ordinal', 'table,nominal', 'matrix,axes']),
    );
  });

  it.each(schemeTemplates)('$template says of each tier how it is called and treated', ({ document }) => {
    for (const { label, rank, treatment } of document.tiers) {
      expect([typeof label, typeof rank]).toEqual(['string', isOrdinal(document) ? 'number' : 'undefined']);
      expect(Object.keys(treatment).length).toBeGreaterThan(1);
    }
  });

  it.each([
    ['contract-value', [30, 90, 365]],
    ['revenue-bands', [30, 90, 365]],
    ['abm', [30, 90, 365]],
    ['msp-quadrant', [30, 90, 120, undefined]],
  ])('%s reviews its accounts in these days', (name, days) =>
    expect(documentOf(name).tiers.map(({ treatment }) => treatment['reviewEveryDays'])).toEqual(days),
  );

  it('revenue-bands shares the time of sales 60 / 30 / 10', () =>
    expect(documentOf('revenue-bands').tiers.map(({ treatment }) => treatment['resourceShares'])).toEqual([
      { salesTime: '60' },
      { salesTime: '30' },
      { salesTime: '10' },
    ]));
});

describe('contract-value', () => {
  it.each(contractValueBands)('of %s alone is %s', (acv, tier) =>
    expect(tierOf('contract-value', { acv })).toBe(tier),
  );

  it.each([
    ['1000000', { marginPct: '10' }, 'strategic'],
    ['1000000', { marginPct: '9.99' }, 'growth'],
    ['1000000', { risk: '79.99' }, 'strategic'],
    ['1000000', { risk: '80' }, 'growth'],
    ['100', { marginPct: '9.99', risk: '80' }, 'run-rate'],
    ['100', { strategicImportance: '3.99' }, 'run-rate'],
    ['100', { strategicImportance: '4' }, 'growth'],
    ['1000000', { strategicImportance: '5' }, 'strategic'],
    ['1000000', { strategicImportance: '5', marginPct: '1' }, 'growth'],
  ])('of %s with %j is %s: not just deal size alone', (acv, beside, tier) =>
    expect(tierOf('contract-value', { acv, ...beside })).toBe(tier),
  );

  it('lifts nobody, and holds nobody, for strategic importance without evidence', () =>
    expect(
      tierOf('contract-value', { acv: '100', strategicImportance: '5' }, { ...assured, evidence: false }),
    ).toBe('run-rate'));

  it('holds where there is no contract value', () =>
    expect(judged('contract-value', { marginPct: '50' }).reasons).toEqual(['MISSING:acv']));
});

describe('outsourcer-tcv', () => {
  it.each([
    ['2000000.01', 'strategic'],
    ['2000000', 'mid-market'],
    ['500000', 'mid-market'],
    ['499999.99', 'run-rate'],
    ['0', 'run-rate'],
  ])('of %s is %s', (tcv, tier) => expect(tierOf('outsourcer-tcv', { tcv })).toBe(tier));

  it('has the gates of contract-value', () => {
    expect(tierOf('outsourcer-tcv', { tcv: '3000000', marginPct: '9.99' })).toBe('mid-market');
    expect(tierOf('outsourcer-tcv', { tcv: '3000000', risk: '80' })).toBe('mid-market');
    expect(tierOf('outsourcer-tcv', { tcv: '1', strategicImportance: '4' })).toBe('mid-market');
  });
});

describe('revenue-bands', () => {
  it.each(revenueBandsBands)('of %s in twelve months is %s', (amount, tier) => {
    const document = documentOf('revenue-bands');
    const revenue = revenueKnown([
      { occurredOn: day('2024-04-01'), amount: decimal(amount), currency: 'EUR', kind: 'invoice' },
      { occurredOn: day('2024-03-31'), amount: decimal('9000000'), currency: 'EUR', kind: 'invoice' },
    ]);
    expect(indicate(document, inputsOn(on, document, { inputs: [], revenue })).tier).toBe(tier);
  });
});

describe('abm', () => {
  const all = (value: string, risk: string) => ({
    ...Object.fromEntries(['fit', 'intent', 'opportunity', 'value'].map((measure) => [measure, value])),
    risk,
  });

  it.each([
    ['70', '30', '70', 'tier-1'],
    ['69.99', '30', '69.991', 'tier-2'],
    ['40', '60', '40', 'tier-2'],
    ['39.99', '60', '39.991', 'tier-3'],
    ['100', '0', '100', 'tier-1'],
    ['30', '100', '27', 'tier-3'],
  ])('of %s everywhere and a risk of %s scores %s: %s', (value, risk, score, tier) =>
    expect(judged('abm', all(value, risk))).toMatchObject({ score, tier }),
  );

  it('wants a basic fit: under it an account is out of the programme, and not in the lowest tier', () => {
    const keen = { ...all('100', '0'), fit: '29.99' };
    expect(tierOf('abm', keen)).toBe('OUT');
    expect(tierOf('abm', { ...keen, fit: '30' })).toBe('tier-1');
    expect(tierOf('abm-percentile', keen, assured, [])).toBe('OUT');
  });

  it('never shares a missing input out among the others', () => {
    const { risk: _, ...rest } = all('100', '0');
    expect(judged('abm', rest)).toMatchObject({ tier: null, score: null, reasons: ['MISSING:risk'] });
  });

  it('by rank takes the scores at which the last cohort was cut, with everybody who ties', () => {
    const cuts = [
      { tier: TierCode.parse('tier-1'), score: decimal('90') },
      { tier: TierCode.parse('tier-2'), score: decimal('55') },
    ];
    const by = (value: string, risk: string) => tierOf('abm-percentile', all(value, risk), assured, cuts);
    expect([by('90', '10'), by('89.99', '10'), by('55', '45'), by('54.99', '45')]).toEqual([
      'tier-1',
      'tier-2',
      'tier-2',
      'tier-3',
    ]);
    expect(judged('abm-percentile', all('90', '10')).reasons).toEqual(['NOT_RANKED']);
  });

  it('by rank calls the top 10 % and the top 40 %', () => {
    const document = documentOf('abm-percentile');
    expect(document.kind === 'percentile' && document.cuts).toEqual([
      { tier: 'tier-1', topPct: '10' },
      { tier: 'tier-2', topPct: '40' },
    ]);
  });
});

describe('customer', () => {
  it.each([
    ['0', '39.99', '100', '5', 'monitor'],
    ['5000000', '39.99', '100', '5', 'monitor'],
    ['0', '70', '60', '3', 'grow'],
    ['0', '69.99', '60', '3', 'monitor'],
    ['100000', '69.99', '60', '3', 'defend'],
    ['0', '70', '59.99', '3', 'defend'],
    ['0', '70', '60', '2.99', 'defend'],
    ['100000', '40', '0', '1', 'defend'],
    ['99999.99', '40', '0', '1', 'monitor'],
  ])(
    'with ARR %s, health %s, adoption %s and potential %s is %s',
    (arr, healthScore, adoption, strategicPotential, tier) =>
      expect(tierOf('customer', { arr, healthScore, adoption, strategicPotential })).toBe(tier),
  );

  it('holds while a row that could decide cannot be read', () =>
    expect(judged('customer', { arr: '1', adoption: '1', strategicPotential: '1' }).reasons).toEqual([
      'MISSING:healthScore',
    ]));

  it('is one step from anywhere to anywhere else', () => {
    const { jump, tiers } = judgeOf(documentOf('customer'));
    expect(tiers.map((from) => tiers.map((to) => jump(from, to)))).toEqual([
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
    ]);
  });
});

describe('msp-quadrant', () => {
  it.each([
    ['50', '50', 'transform'],
    ['49.99', '50', 'modernize'],
    ['50', '49.99', 'educate'],
    ['49.99', '49.99', 'sustain'],
    ['100', '100', 'transform'],
    ['0', '100', 'modernize'],
    ['100', '0', 'educate'],
    ['0', '0', 'sustain'],
  ])('of maturity %s and appetite %s is %s', (maturity, appetite, tier) =>
    expect(tierOf('msp-quadrant', { maturity, appetite })).toBe(tier),
  );

  it.each([
    ['its owner alone has assessed', { ...assured, independent: false }, 'OWNER_ASSESSED'],
    ['nothing proves', { ...assured, evidence: false }, 'WITHOUT_EVIDENCE'],
  ])('holds where %s', (_, assurance, problem) =>
    expect(judged('msp-quadrant', { maturity: '80', appetite: '80' }, assurance)).toMatchObject({
      tier: null,
      reasons: [`${problem}:maturity`, `${problem}:appetite`],
    }),
  );

  it('counts the axes that differ as the jump', () => {
    const { jump } = judgeOf(documentOf('msp-quadrant'));
    const between = (from: string, to: string) => jump(TierCode.parse(from), TierCode.parse(to));
    expect([
      between('transform', 'transform'),
      between('transform', 'modernize'),
      between('transform', 'educate'),
      between('transform', 'sustain'),
      between('modernize', 'educate'),
      between('modernize', 'sustain'),
    ]).toEqual([0, 1, 1, 2, 2, 1]);
  });

  it('is no quadrant when spend is all that it reads', () => {
    const document = documentOf('msp-quadrant');
    const measures = { maturity: { fact: 'arr' }, appetite: { revenueWindowMonths: 12 } };
    const found = lint({ ...document, measures }).map(({ code, severity }) => [code, severity]);
    expect(found).toEqual([['SPEND_ONLY', 'error']]);
  });
});

describe('cs-segment', () => {
  it.each([
    ['250000', 'renewal', '0', '0', 'strategic'],
    ['249999.99', 'renewal', '60', '70', 'growth'],
    ['50000', 'renewal', '60', '70', 'growth'],
    ['50000', 'renewal', '59.99', '70', 'scaled'],
    ['50000', 'renewal', '60', '69.99', 'scaled'],
    ['50000', 'expansion', '0', '0', 'growth'],
    ['50000', 'onboarding', '0', '0', 'growth'],
    ['49999.99', 'expansion', '100', '100', 'scaled'],
    ['10000', 'renewal', '100', '100', 'scaled'],
    ['9999.99', 'onboarding', '100', '100', 'partner-led'],
  ])(
    'with ARR %s in %s, product use %s and health %s is %s',
    (arr, lifecycleStage, productUse, healthScore, tier) =>
      expect(tierOf('cs-segment', { arr, lifecycleStage, productUse, healthScore })).toBe(tier),
  );
});

describe('cs-health', () => {
  it.each([
    ['100', 'green'],
    ['70', 'green'],
    ['69.99', 'yellow'],
    ['40', 'yellow'],
    ['39.99', 'red'],
    ['0', 'red'],
  ])('of %s is %s', (healthScore, band) => expect(tierOf('cs-health', { healthScore })).toBe(band));
});
