import { cpus, totalmem } from 'node:os';
import type { Measured } from './figure';

const short = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

const verdict = (met: boolean | null): string => (met === null ? '' : met ? 'yes' : '**no**');

const line = (figure: Measured): string => {
  const { name, against, unit, raw, ours, ratio, spread, goal, met, also } = figure;
  const cells = [
    name,
    against,
    `${short(raw)} ${unit}`,
    `${short(ours)} ${unit}`,
    `**${ratio.toFixed(2)}** (${spread.map((edge) => edge.toFixed(2)).join(' to ')})${also ? `; ${also}` : ''}`,
    goal ?? '',
    verdict(met),
  ];
  return `| ${cells.join(' | ')} |`;
};

/** The figures as a Markdown table, as the README shows them. */
export const table = (figures: readonly Measured[]): string =>
  [
    '| figure | against, in the same run | raw | ours | ratio (spread) | goal | met |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...figures.map(line),
  ].join('\n');

/** The same for machines, with what it was measured on. */
export const json = (figures: readonly Measured[], conditions: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    {
      machine: {
        cores: cpus().length,
        processor: cpus()[0]?.model,
        memoryGiB: Math.round(totalmem() / 2 ** 30),
        node: process.version,
      },
      conditions,
      figures,
    },
    null,
    2,
  );
