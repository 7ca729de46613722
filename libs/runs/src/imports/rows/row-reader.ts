import type { ExternalId, FactId, FactValue, InputFact, Measure, Profile, RevenueFact } from '#libs/domain';
import type { CsvRow } from '../csv/csv-reader';
import { assuranceReader } from './assurance';
import { decimalCell, proseCell, textCell, Words } from './cells';
import type { Header } from './header';
import { provenanceReader } from './provenance';
import { Misfit, type Row } from './row';
import { serviceLineReader } from './service-line';
import { cells, type Setting } from './setting';

/** Understands a row, or says why it cannot be taken. */
export type RowReader = (row: CsvRow) => Row | Misfit;

/** The reader of a file's rows. */
export const rowReader = (setting: Setting): RowReader => {
  const said = { accounts: profileReader, facts: factReader, revenue: revenueReader }[setting.kind](setting);
  const at = setting.header.at.get('externalId')!;
  return ({ line, fields, raw }) => {
    const externalId = fields[at]!;
    const misfit = textCell('externalId', externalId, 128);
    if (misfit) return misfit;
    const meaning = said(fields, line);
    // The casts from here on name what the checks of the cells have just established.
    return meaning instanceof Misfit
      ? meaning
      : { line, raw, externalId: externalId as ExternalId, ...meaning };
  };
};

type Meaning<Of = Row> = Of extends Row ? Omit<Of, 'line' | 'raw' | 'externalId'> : never;
type MeaningReader = (setting: Setting) => (fields: readonly string[], line: number) => Meaning | Misfit;

const profileReader: MeaningReader = (setting) => {
  const cell = cells(setting);
  const [name, onboardedOn] = [cell('name'), cell('onboardedOn')];
  const [ownerSeat, parent] = [cell('ownerSeat'), cell('parentExternalId')];
  return (fields) => {
    const onboarded =
      onboardedOn(fields) === '' ? null : setting.dates.day('onboardedOn', onboardedOn(fields));
    if (onboarded instanceof Misfit) return onboarded;
    const attributes = attributesOf(setting.header, fields);
    const misfit =
      textCell('name', name(fields), 512) ??
      (ownerSeat(fields) === '' ? undefined : textCell('ownerSeat', ownerSeat(fields), 128)) ??
      (parent(fields) === '' ? undefined : textCell('parentExternalId', parent(fields), 128));
    if (misfit) return misfit;
    if (attributes instanceof Misfit) return attributes;
    const profile: Profile = {
      name: name(fields),
      onboardedOn: onboarded,
      ownerSeat: ownerSeat(fields) || null,
      parentExternalId: (parent(fields) || null) as ExternalId | null,
      attributes,
    };
    return { says: 'profile', profile };
  };
};

const attributesOf = ({ attributes }: Header, fields: readonly string[]): Record<string, string> | Misfit => {
  const found: [string, string][] = [];
  for (const { name, at } of attributes) {
    const value = fields[at]!;
    const misfit = proseCell(name, value, 2_000);
    if (misfit) return misfit;
    if (value !== '') found.push([name, value]);
  }
  return Object.fromEntries(found);
};

const factReader: MeaningReader = (setting) => {
  const cell = cells(setting);
  const [measure, value, validFrom] = [cell('measure'), cell('value'), cell('validFrom')];
  const lineOf = serviceLineReader(setting);
  const [provenance, assurance] = [provenanceReader(setting), assuranceReader(setting)];
  return (fields, line) => {
    const misfit = textCell('measure', measure(fields), 64);
    if (misfit) return misfit;
    const day = setting.dates.day('validFrom', validFrom(fields));
    if (day instanceof Misfit) return day;
    const origin = provenance(fields, line);
    if (origin instanceof Misfit) return origin;
    const about = lineOf(fields);
    if (about instanceof Misfit) return about;
    const said = { measure: measure(fields) as Measure, validFrom: day, ...about };
    if (value(fields) === '') {
      return { says: 'withdrawal', of: origin.given ? { factId: origin.factId } : said };
    }
    const bad = textCell('value', value(fields), 256);
    if (bad) return bad;
    const assured = assurance(fields);
    if (assured instanceof Misfit) return assured;
    const fact: InputFact = { ...said, value: value(fields) as FactValue, ...origin.stamp, ...assured };
    return { says: 'fact', fact, ofRecord: setting.header.namesRecords && origin.given };
  };
};

const revenueReader: MeaningReader = (setting) => {
  const cell = cells(setting);
  const [occurredOn, amount, currency, kind] = [
    cell('occurredOn'),
    cell('amount'),
    cell('currency'),
    cell('kind'),
  ];
  const provenance = provenanceReader(setting);
  const words = new Words();
  const lineOf = serviceLineReader(setting);
  return (fields, line) => {
    const day = setting.dates.day('occurredOn', occurredOn(fields));
    if (day instanceof Misfit) return day;
    const origin = provenance(fields, line);
    if (origin instanceof Misfit) return origin;
    if (amount(fields) === '') return origin.given ? withdrawal(origin.factId) : withoutId;
    const sum = decimalCell('amount', amount(fields));
    if (sum instanceof Misfit) return sum;
    const money = words.once(currency(fields) || setting.currency);
    const flow = words.once(kind(fields) || 'invoice');
    const misfit = textCell('currency', money, 16) ?? textCell('kind', flow, 64);
    if (misfit) return misfit;
    const about = lineOf(fields);
    if (about instanceof Misfit) return about;
    const said = { occurredOn: day, amount: sum, currency: money, kind: flow };
    const fact: RevenueFact = { ...said, ...about, ...origin.stamp };
    return { says: 'fact', fact, ofRecord: setting.header.namesRecords && origin.given };
  };
};

const withdrawal = (factId: FactId): Meaning => ({ says: 'withdrawal', of: { factId } });

const withoutId = new Misfit(
  'FACT_UNKNOWN',
  'An empty amount withdraws a fact, and here it has to say which: give its factId.',
);
