/**
 * Texts that rows repeat, each held once: days, tiers and causes are few however many rows there are, and what is the
 * same text is compared in no time.
 */
export class SaidOnce {
  private readonly known = new Map<string, string>();

  of<Text extends string | null>(text: Text): Text {
    if (text === null) return text;
    const known = this.known.get(text);
    if (known !== undefined) return known as Text;
    this.known.set(text, text);
    return text;
  }
}
