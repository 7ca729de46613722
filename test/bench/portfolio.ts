import { Seeded } from './seeded';

/** Accounts are `A0000001` and so on. */
export const accountId = (number: number): string => `A${String(number + 1).padStart(7, '0')}`;

/** The bench's scheme and its policy: bands on the revenue of twelve months, as one SQL statement can compute them too. */
export const scheme = 'bench';

export const bands = [
  { tier: 'strategic', rank: 4, at: '90000' },
  { tier: 'growth', rank: 3, at: '50000' },
  { tier: 'core', rank: 2, at: '20000' },
  { tier: 'run-rate', rank: 1, at: '0' },
] as const;

export const policy = {
  kind: 'bands',
  tiers: bands.map(({ tier, rank }) => ({ code: tier, label: tier, rank })),
  measures: { trailing12: { revenueWindowMonths: 12 } },
  boundaries: bands
    .slice(0, -1)
    .map(({ tier, at }) => ({ tier, measure: 'trailing12', at, inclusive: true })),
};

/** The first day of assessment: the day after the twelve months of revenue. */
export const firstDay = '2026-01-01';

/** The day some days after the first day of assessment. */
export const dayAfterFirst = (days: number): string =>
  new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);

const linesAChunk = 2_000;

/** Lines as the chunks of a file. */
const chunks = function* (lines: Iterable<string>): Generator<Buffer> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length === linesAChunk) {
      yield Buffer.from(`${chunk.join('\n')}\n`);
      chunk = [];
    }
  }
  if (chunk.length > 0) yield Buffer.from(`${chunk.join('\n')}\n`);
};

/** A file of accounts. */
export const accountsCsv = (accounts: number): Generator<Buffer> =>
  chunks(
    (function* () {
      yield 'externalId,name,onboardedOn,region';
      const chance = new Seeded(1);
      for (let number = 0; number < accounts; number += 1)
        yield `${accountId(number)},Account ${number + 1},2025-01-01,${chance.pick(['EMEA', 'AMER', 'APAC'])}`;
    })(),
  );

/** A file of revenue: twelve monthly lines for each account of a portfolio. */
export const monthlyCsv = (accounts: number): Generator<Buffer> =>
  chunks(
    (function* () {
      yield 'externalId,occurredOn,amount,currency,kind,factId';
      const chance = new Seeded(2);
      for (let number = 0; number < accounts; number += 1) {
        const size = 500 + chance.next() ** 2 * 12_000;
        for (let month = 1; month <= 12; month += 1) {
          const day = String(1 + chance.below(28)).padStart(2, '0');
          const amount = (size * (0.8 + 0.4 * chance.next())).toFixed(2);
          yield `${accountId(number)},2025-${String(month).padStart(2, '0')}-${day},${amount},EUR,invoice,R${month}`;
        }
      }
    })(),
  );

/** A file of facts: how mature each account was found to be. */
export const maturityCsv = (accounts: number): Generator<Buffer> =>
  chunks(
    (function* () {
      yield 'externalId,measure,value,validFrom';
      const chance = new Seeded(4);
      for (let number = 0; number < accounts; number += 1)
        yield `${accountId(number)},maturity,${chance.below(101)},2025-06-01`;
    })(),
  );

/**
 * A file of revenue as it comes out of a billing system: invoice after invoice by day, each of some lines of one
 * account (ten on average; a single one where each line is another account's).
 */
export const invoicesCsv = (lines: number, accounts: number, linesAnInvoice: number): Generator<Buffer> =>
  chunks(
    (function* () {
      yield 'externalId,occurredOn,amount,currency,kind,factId';
      const chance = new Seeded(3);
      for (let line = 0; line < lines;) {
        const account = accountId(chance.below(accounts));
        const day = new Date(Date.UTC(2025, 0, 1 + Math.floor((line * 365) / lines)))
          .toISOString()
          .slice(0, 10);
        const last = Math.min(lines, line + 1 + chance.below(2 * linesAnInvoice - 1));
        for (; line < last; line += 1)
          yield `${account},${day},${(chance.next() * 500).toFixed(2)},EUR,invoice,L${line + 1}`;
      }
    })(),
  );
