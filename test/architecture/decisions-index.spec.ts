import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../docs/decisions');
const pages = readdirSync(folder).filter((name) => /^\d{4}-/.test(name));
const text = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('the index of decisions', () => {
  const lines = text('README.md').split('\n');

  it.each(pages)('has %s once, by its number and its title', (page) => {
    const [number, ...title] = text(page).split('\n')[0]!.replace('# ', '').split('. ');
    expect(Number(page.slice(0, 4))).toBe(Number(number));
    expect(lines.filter((line) => line.includes(page))).toEqual([
      `- [${number}](${page}) ${title.join('. ')}`,
    ]);
  });

  it('names no page that is not there', () => {
    const named = lines.flatMap((line) => /\((\d{4}-[^)]+)\)/.exec(line)?.[1] ?? []);
    expect(named.filter((page) => !pages.includes(page))).toEqual([]);
  });
});
