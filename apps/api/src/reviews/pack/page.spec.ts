import { createHash } from 'node:crypto';
import { type Pack, packOf } from '#libs/domain';
import { atOnce } from '#libs/kernel';
import { arrOf, accountNamed, inputsOf, row } from '../../../../../libs/testing/src/packs';
import { csvOf } from './csv';
import { contentSecurityPolicyOf, pageOf } from './page';

const digest = 'ab'.repeat(32);
const hostileNames = [
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("http://x")',
  `"><script>alert('1')</script>&amp;`,
  '\u202egnp',
  '+1\u0000',
];

/** A pack of accounts that are called so, each of them promoted. */
const packWith = (names: readonly string[]): Pack =>
  atOnce(
    packOf(
      inputsOf({
        segments: names.flatMap((_, n) => [
          row(`A${n}`, 'T3 2025-01-10 2025-06-01'),
          row(`A${n}`, 'T1 2025-06-01'),
        ]),
        accounts: names.map((name, n) => accountNamed(`A${n}`, { name })),
        arr: arrOf(Object.fromEntries(names.map((_, n) => [`A${n}`, ['1000', '1234567.895']]))),
      }),
    ),
  );

describe('the page of a pack', () => {
  const pack = packWith(hostileNames);
  const textOf = (one: Pack) => [...pageOf(one, digest)].join('');
  const text = textOf(pack);
  const contentSecurityPolicy = contentSecurityPolicyOf({ coordinates: pack.coordinates, digest });

  it('holds every value as text, whatever accounts are called', () => {
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;');
    expect(text).not.toMatch(
      /<(?!\/?(html|head|meta|title|style|body|header|h1|h2|h3|p|nav|a|main|section|table|caption|thead|tbody|tr|th|td|ul|ol|li|span|b|i|br|small|footer|!DOCTYPE)\b)/,
    );
    expect(text).not.toContain('\u0000');
  });

  it('allows itself nothing but its own style, and needs nothing else', () => {
    expect(contentSecurityPolicy).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(text).not.toMatch(/<[^>]*\s(style|on\w+|src)\s*=/);
    expect(text.match(/href="[^"]*"/g)!.every((link) => link.startsWith('href="#'))).toBe(true);
  });

  it('allows exactly the style that it has', () => {
    const style = /<style>([^]*)<\/style>/.exec(text)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(contentSecurityPolicy).toContain(`'sha256-${hash}'`);
  });

  it('says in its foot what it is of, and prints its heads again on every page', () => {
    expect(text).toContain(`Pack r-1 - pin 900 - SHA-256 ${digest}`);
    expect(text).toContain('display: table-header-group');
  });

  it('rounds only what people read', () => expect(text).toContain('1,234,567.90'));

  it('closes what it opens, innermost first', () => {
    const open: string[] = [];
    for (const [, end, name] of text.matchAll(/<(\/?)(\w+)[^>]*?(?<!\/)>/g)) {
      if (end) expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
  });

  it('keeps a short table and its title on one sheet, and a tier in one word', () => {
    expect(text).toMatch(/<section class="whole">\s*<h3>Policy versions in force<\/h3>/);
    const long = textOf(packWith(Array.from({ length: 40 }, (_, n) => `Account ${n}`)));
    expect(long).toMatch(/<section class="long">\s*<h3>Promotions<\/h3>/);
    expect(long).toContain('<td class="code">T1</td>');
  });

  it('is the same page again', () => expect(textOf(packWith(hostileNames))).toBe(text));

  it('lets no coordinate out of its style', () => {
    const { coordinates } = pack;
    const odd = { ...pack, coordinates: { ...coordinates, reviewId: '"; } </style><script>' } };
    expect(textOf(odd)).not.toMatch(/<script|content: "[^"]*";[^}]*<\/style>[^<]*<script/);
  });
});

describe('the file of a pack', () => {
  const file = [...csvOf(packWith(hostileNames))].join('');

  it('is a block for each table, and keeps formulas from running', () => {
    expect(file).toContain('section,promotions,promotions\r\n');
    expect(file).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(file).toContain("'+1");
  });

  it('is of one section where one is asked for', () =>
    expect([...csvOf(packWith([]), 'demotions')].join('').match(/^section,.*$/gm)).toEqual([
      'section,demotions,demotions',
    ]));
});
