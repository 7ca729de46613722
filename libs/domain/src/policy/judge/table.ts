import type { Measure, TierCode } from '../../vocabulary';
import { evaluate, needsNumber, phrase } from './condition';
import { asDecimal, measured, readingOf } from './dimension';
import { gateLetters, gateRules, readyGates, throughGates, undecidedGates } from './gates';
import type { Judge, Judgement, Letter, Reading, Rule } from './judge';
import { type Read, readsOf } from '../measures';
import type { TablePolicy } from '../policy-document';
import { ladderOfTiers, placesOf } from '../tiers';

/**
 * Rows in order, the first that holds gives the tier. A row that no condition rules out but one could not be
 * evaluated for leaves the account without a tier: a row further down might be the wrong one.
 */
export const tableJudge = (document: TablePolicy): Judge => {
  const { rows, ordinal } = document;
  const tiers = ladderOfTiers(document.tiers, ordinal);
  const places = placesOf(tiers);
  const gates = readyGates(document.gates, ordinal ? places : null);

  const judge = (inputs: readonly Reading[]): Judgement => {
    const { letters, row, reasons } = firstMatch(rows, inputs, document.missing);
    const verdicts = letters.padEnd(rows.length, '?') + gateLetters(gates, inputs);
    const waiting = undecidedGates(gates, inputs);
    const base = { outOfProgramme: false, verdicts, score: null };
    const found = row === undefined ? undefined : places.get(rows[row]!.tier);
    if (found === undefined || waiting.length > 0)
      return { ...base, tier: null, reasons: [...new Set([...reasons, ...waiting])] };
    const place = throughGates(gates, inputs, found, reasons);
    return { ...base, tier: place === null ? null : tiers[place]!, outOfProgramme: place === null, reasons };
  };

  return {
    order: ordinal ? 'ordinal' : 'nominal',
    tiers,
    places,
    reads: readsOfTable(document),
    ranked: false,
    judge,
    // Conditions have no exit edges.
    keep: (inputs, current) => judge(inputs).tier ?? current,
    contends: () => null,
    jump: (from, to) => (ordinal ? Math.abs(places.get(to)! - places.get(from)!) : from === to ? 0 : 1),
    rules: () => [...rowRules(document), ...gateRules(document.gates)],
    valueOf: (subject, inputs) => asDecimal(measured(subject as Measure).read(inputs)),
  };
};

const readsOfTable = ({ measures, rows, gates }: TablePolicy): Read[] => {
  const conditions = rows.flatMap(({ when }) => when);
  const numbers = new Set([...conditions.filter(needsNumber), ...gates].map(({ measure }) => measure));
  return readsOf(measures, new Set([...conditions, ...gates].map(({ measure }) => measure))).map((read) => {
    const word = 'fact' in read.definition && conditions.some(({ measure }) => measure === read.measure);
    return word && !numbers.has(read.measure) ? { ...read, word } : read;
  });
};

interface Match {
  /** Up to the row that ended the search. */
  readonly letters: string;
  readonly row: number | undefined;
  readonly reasons: string[];
}

const firstMatch = (
  rows: TablePolicy['rows'],
  inputs: readonly Reading[],
  missing: TablePolicy['missing'],
): Match => {
  const reasons: string[] = [];
  let letters = '';
  for (const [row, { when }] of rows.entries()) {
    const told = when.map((condition) => evaluate(condition, inputs));
    const letter: Letter = told.includes('N') ? 'N' : told.includes('?') ? '?' : 'M';
    letters += letter;
    if (letter === 'M') return { letters, row, reasons };
    if (letter === 'N') continue;
    for (const { measure } of when.filter((_, index) => told[index] === '?')) {
      const reason = `${readingOf(inputs, measure).problem ?? 'MISSING'}:${measure}`;
      if (!reasons.includes(reason)) reasons.push(reason);
    }
    if (missing === 'hold') return { letters, row: undefined, reasons };
  }
  return { letters, row: undefined, reasons: reasons.length > 0 ? reasons : ['NO_ROW'] };
};

const rowRules = ({ rows }: TablePolicy): Rule[] =>
  rows.map(({ when, tier }, index) => ({
    pointer: `/rows/${index}`,
    says: when.length === 0 ? 'always' : when.map(phrase).join(', and '),
    tier: tier satisfies TierCode,
    subject: when.length === 1 ? when[0]!.measure : null,
    at: null,
  }));
