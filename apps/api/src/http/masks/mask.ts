import type { HiddenMeasures } from '#libs/domain';
import { isOfRevenue, isOfTrigger, isRejectedRow, kept, sentences, subjects } from './mask-members';

// One function over whole answers: it knows the members by which answers say what a value is of. Where an object is
// about a hidden measure, nothing of it stays but what is known to be no value, so that a new member is hidden too.

/** What a sentence is replaced by where there may be others beside it. */
const withheld = 'MASKED';

interface Masking extends HiddenMeasures {
  /** Only members called like what is hidden: the answer tells no values of accounts, or nothing but pay is hidden. */
  readonly membersAlone?: boolean;
}

/** How answers are seen without what is hidden: null in its place, and `masked` beside it. */
export const maskFor = (hidden: Masking): ((answer: unknown) => unknown) => {
  const mask = new Mask(hidden);
  return (answer) => mask.of(answer);
};

/** The names, where they stand as words of their own; of ARR sentences speak as people do. */
const mentionOf = ({ names }: HiddenMeasures): RegExp => {
  const said = [...names].flatMap((name) => (name === 'arr' ? [name, 'ARR'] : [name]));
  const escaped = said.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<!\\w)(${escaped.join('|')})(?!\\w)`);
};

/** Whether a text may tell what is hidden: it names it, or what is hidden is told without a name. */
export const mayTell = (hidden: HiddenMeasures, text: string): boolean =>
  hidden.revenue || hidden.triggers || mentionOf(hidden).test(text);

class Mask {
  private readonly mention: RegExp;

  constructor(private readonly hidden: Masking) {
    this.mention = mentionOf(hidden);
  }

  of(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
    if (Array.isArray(value)) return this.list(value);
    return this.isAbout(value) ? concealed(value) : this.within(value);
  }

  private tells(line: unknown): boolean {
    return typeof line === 'string' && !this.hidden.membersAlone && this.mention.test(line);
  }

  private list(things: readonly unknown[]): readonly unknown[] {
    const seen = things.map((one) => (this.tells(one) ? withheld : this.of(one)));
    return seen.some((one, index) => one !== things[index]) ? seen : things;
  }

  /** The very same where nothing of it is hidden: most answers are. */
  private within(thing: object): object {
    let answer: Record<string, unknown> | undefined;
    for (const [name, value] of Object.entries(thing)) {
      const hides = this.isCalledSo(name, value);
      const seen = hides ? null : this.isSentence(name, value) ? withheld : this.of(value);
      if (seen !== value) answer = { ...(answer ?? thing), [name]: seen, ...(hides && { masked: true }) };
    }
    // With the other inputs and the weights, the score would say what is missing.
    const inputs = answer?.['inputs'];
    return answer && Array.isArray(inputs) && inputs.some(isMasked) && 'score' in answer
      ? { ...answer, score: null }
      : (answer ?? thing);
  }

  /** Also where nobody has foreseen it: words and numbers together, in a member that is no name. */
  private isSentence(name: string, value: unknown): boolean {
    return this.tells(value) && !kept.has(name) && !name.endsWith('Id') && /\d/.test(value as string);
  }

  /** A member called like a hidden measure, or like something reckoned of it; what defines a measure is no value. */
  private isCalledSo(name: string, value: unknown): boolean {
    if (value === null || typeof value === 'object' || kept.has(name)) return false;
    return this.hidden.names.has(name) || this.hidden.names.has(/^[a-z\d]+(?=[A-Z])/.exec(name)?.[0] ?? '');
  }

  private isAbout(thing: object): boolean {
    if (this.hidden.membersAlone || this.hidden.names.size === 0) return false;
    const { revenue, triggers, names } = this.hidden;
    if (revenue && (isOfRevenue(thing) || ('kind' in thing && thing.kind === 'revenue'))) return true;
    if (triggers && isOfTrigger(thing)) return true;
    if (isRejectedRow(thing)) return true;
    return Object.entries(thing).some(
      ([name, value]) =>
        typeof value === 'string' &&
        ((subjects.has(name) && (names.has(value) || names.has(value.slice(value.indexOf('/') + 1)))) ||
          (sentences.has(name) && this.mention.test(value))),
    );
  }
}

const isMasked = (one: unknown): boolean => typeof one === 'object' && one !== null && 'masked' in one;

const concealed = (thing: object): object => ({
  ...Object.fromEntries(
    Object.entries(thing).map(([name, value]) => [
      name,
      kept.has(name) ? value : Array.isArray(value) ? [] : null,
    ]),
  ),
  ...(Object.keys(thing).some((name) => !kept.has(name)) && { masked: true }),
});
