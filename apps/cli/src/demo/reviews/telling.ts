import { figure, table } from '../../table';
import type { Terminal } from '../../terminal';
import type { QuarterPack } from './quarter-packs';

/** The packs of the last quarters, and what they come to when they are made again later. */
export interface PacksTold {
  readonly packs: readonly QuarterPack[];
  /** Made again when all is told. */
  readonly again: readonly string[];
  /** How the last of them ends. */
  readonly sealed: string;
}

export const tellPacks = (terminal: Terminal, { packs, again, sealed }: PacksTold): void => {
  terminal.say();
  terminal.say(
    terminal.strong(`Review packs of the last ${packs.length} quarters, pinned on the morning after each`),
  );
  const rows = packs.map((pack, at) => [
    ...[pack.quarter, `pinned ${pack.knownAt.slice(0, 10)}`],
    ...[pack.promotions, pack.demotions, pack.restatements, pack.items].map(figure),
    ...[pack.digest.slice(0, 16), pack.digest === again[at] ? 'the same' : 'ANOTHER'],
  ]);
  const head = ['', '', 'promotions', 'demotions', 'restatements', 'to decide', 'SHA-256', 'made again'];
  for (const line of table([head, ...rows])) terminal.say(`  ${line}`);
  terminal.say(
    `  Made again after the correction and the override, they are the same bytes; the last is ${sealed}.`,
  );
};
