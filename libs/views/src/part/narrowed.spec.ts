import { AccountOnboarded, ExternalId, FactId, FactsRecorded, Measure } from '#libs/domain';
import { openViews, type Views } from '../../../testing/src/views';
import { PartOfPortfolio } from './part-of-portfolio';
import { narrowedStatement, tablesOfAccounts } from './narrowed';

const emea = { region: ['EMEA'] };

const onboarded = (id: string, region: string, ownerSeat: string | null = null) =>
  AccountOnboarded({
    externalId: ExternalId.parse(id),
    profile: { name: id, onboardedOn: null, ownerSeat, parentExternalId: null, attributes: { region } },
  });

describe('a part of the portfolio', () => {
  let views: Views;
  beforeAll(async () => {
    views = await openViews();
    await views.record(
      '2025-01-01T00:00:00Z',
      onboarded('A', 'EMEA', 'west'),
      onboarded('B', 'APAC', 'west'),
      onboarded('C', 'EMEA', 'east'),
      FactsRecorded({
        externalId: ExternalId.parse('B'),
        facts: [
          {
            factId: FactId.parse('1'),
            measure: Measure.parse('acv'),
            value: '1' as never,
            validFrom: '2025-01-01' as never,
          },
        ],
      }),
    );
    await views.settled();
  });
  afterAll(() => views.close());

  it.each([
    ['a region', emea, ['A', 'C']],
    ['a book', { book: ['west'] }, ['A', 'B']],
    ['both at once', { region: ['EMEA'], book: ['west'] }, ['A']],
    ['what nobody has', { segment: ['any'] }, []],
    ['SQL, which it is not', { "region' or true --": ["') or true --"] }, []],
  ])('is %s', async (_, scope, expected) => {
    const at = await views.store.head();
    const { items } = await views.portfolio.within(scope).page({ at, limit: 10 });
    expect(items.map(({ externalId }) => externalId)).toEqual(expected);
    const inside = await new PartOfPortfolio(views.pool).inside(scope, ['A', 'B', 'C', 'nobody']);
    expect([...inside].sort()).toEqual(expected);
  });

  it('has a trail of its own', async () => {
    const { items } = await views.auditTrail.within(emea).page({}, { limit: 10 });
    expect(items.map(({ externalId }) => externalId)).toEqual(['A', 'C']);
    const streamed = [];
    for await (const batch of views.auditTrail.within(emea).stream({})) streamed.push(...batch);
    expect(streamed).toEqual(items);
  });

  it('leaves out rows of every table that has any of accounts', async () => {
    const { rows } = await views.pool.query<{ table_name: string }>(
      `select table_name from information_schema.columns where table_schema = 'views' and column_name = 'external_id'`,
    );
    expect(rows.filter(({ table_name }) => !tablesOfAccounts.includes(table_name))).toEqual([]);
  });

  it('stands in front of whatever is asked', () => {
    const asked =
      'with recursive x as (select 1) select * from accounts a join timelines t using (external_id)';
    expect(narrowedStatement({ text: asked, values: [7] }, emea)).toEqual({
      text: [
        'with recursive inside as materialized (select external_id from views.accounts',
        'where known_until is null and attributes ->> $2::text = any($3::text[])),',
        'accounts as not materialized (select * from views.accounts where external_id in (select external_id from inside)),',
        'timelines as not materialized (select * from views.timelines where external_id in (select external_id from inside)),',
        'x as (select 1) select * from accounts a join timelines t using (external_id)',
      ].join(' '),
      values: [7, 'region', ['EMEA']],
    });
    expect(narrowedStatement({ text: 'select 1', values: [] }, emea)).toEqual({
      text: 'select 1',
      values: [],
    });
  });
});
