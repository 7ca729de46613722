import { type Evidence, type PersonId, type Provenance, Sha256 } from '#libs/domain';
import { compareDecimals, type Decimal, decimal } from '#libs/kernel';
import { decimalCell, textCell } from './cells';
import { Misfit } from './row';
import { cells, type Setting } from './setting';

/** What a row says of what stands behind a value. */
interface Assured {
  readonly provenance?: Provenance;
}

/** What a file of facts can say of what stands behind their values, in columns of its own. */
export const assuranceColumns = [
  'assessors',
  'evidenceSha256',
  'evidenceName',
  'modelId',
  'modelVersion',
  'modelConfidence',
] as const;

type Column = (typeof assuranceColumns)[number];
type Said = Readonly<Record<Column, string>>;

/** Reads who assessed a value, the files behind it, and the model that proposed it; nothing where no cell says anything. */
export const assuranceReader = (setting: Setting): ((fields: readonly string[]) => Assured | Misfit) => {
  const named = assuranceColumns.filter((column) => setting.header.at.has(column));
  if (named.length === 0) return () => nothing;
  const read = assuranceColumns.map((column) => [column, cells(setting)(column)] as const);
  return (fields) => {
    // Every column has its cell, be it empty.
    const said = Object.fromEntries(read.map(([column, cell]) => [column, cell(fields)])) as Said;
    const [assessors, evidence, model] = [assessorsOf(said), evidenceOf(said), modelOf(said)];
    if (assessors instanceof Misfit) return assessors;
    if (evidence instanceof Misfit) return evidence;
    if (model instanceof Misfit) return model;
    if (!assessors && !evidence && !model) return nothing;
    return {
      provenance: { ...(assessors && { assessors }), ...(evidence && { evidence }), ...(model && { model }) },
    };
  };
};

const nothing: Assured = {};

/** Several in a cell are set apart by semicolons. */
const parts = (text: string): string[] =>
  text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const assessorsOf = (said: Said): PersonId[] | Misfit | undefined => {
  const names = parts(said.assessors);
  if (names.length > 20) return tooMany('assessors', 20);
  // The cast names what the check of the cell has just established.
  return misfitAmong('assessors', names) ?? (names.length > 0 ? (names as PersonId[]) : undefined);
};

const evidenceOf = (said: Said): Evidence[] | Misfit | undefined => {
  const [hashes, names] = [parts(said.evidenceSha256), parts(said.evidenceName)];
  if (hashes.length > 50) return tooMany('evidenceSha256', 50);
  if (!hashes.every((hash) => Sha256.safeParse(hash).success)) return noHash;
  if (names.length > 0 && names.length !== hashes.length) return notNamed;
  const misfit = misfitAmong('evidenceName', names);
  if (misfit) return misfit;
  return hashes.length > 0
    ? hashes.map((sha256, index) => ({ sha256, name: names[index] ?? sha256 }))
    : undefined;
};

const modelOf = ({ modelId, modelVersion, modelConfidence }: Said): Provenance['model'] | Misfit => {
  if (modelId === '' && modelVersion === '' && modelConfidence === '') return undefined;
  if (modelId === '' || modelVersion === '' || modelConfidence === '') return halfAModel;
  const misfit = textCell('modelId', modelId, 128) ?? textCell('modelVersion', modelVersion, 64);
  if (misfit) return misfit;
  const confidence = decimalCell('modelConfidence', modelConfidence);
  if (confidence instanceof Misfit) return confidence;
  return isShare(confidence) ? { id: modelId, version: modelVersion, confidence } : noConfidence;
};

const isShare = (value: Decimal): boolean =>
  compareDecimals(value, decimal('0')) >= 0 && compareDecimals(value, decimal('1')) <= 0;

const misfitAmong = (column: string, texts: readonly string[]): Misfit | undefined =>
  texts.map((text) => textCell(column, text, 256)).find((misfit) => misfit !== undefined);

const tooMany = (column: string, most: number) =>
  new Misfit('TOO_MANY', `Column ${column} names at most ${most}, set apart by semicolons.`);

const noHash = new Misfit(
  'BAD_SHA256',
  'Column evidenceSha256 is 64 hexadecimal digits in lower case for each file, set apart by semicolons.',
);

const notNamed = new Misfit(
  'EVIDENCE_NAMES_DIFFER',
  'Column evidenceName has a name for each file of evidenceSha256, in their order, or is empty.',
);

const halfAModel = new Misfit(
  'MODEL_INCOMPLETE',
  'A model is told by modelId, modelVersion and modelConfidence: fill in all three, or none.',
);

const noConfidence = new Misfit('BAD_CONFIDENCE', 'Column modelConfidence is a decimal from 0 to 1.');
