import { createHash } from 'node:crypto';
import { type Day, day } from '#libs/kernel';
import { customerValue } from '../customer-value';
import type { Cast } from '../cast';
import { done, type Person } from '../people';
import type { Demoted } from './demoted';
import { outcomeOf, type OverrideTold, type Step } from './step';

const days = {
  asked: day('2018-02-07'),
  begins: day('2018-02-12'),
  noticed: day('2018-05-03'),
  ends: day('2018-06-01'),
  renewedUntil: day('2018-07-01'),
};

interface Previewed {
  readonly route: readonly { readonly role: string }[];
  readonly quota: { readonly left: number };
}

interface Announced {
  readonly type: string;
  readonly recordedAt: string;
}

/** Says each word at the API, and writes down what came of it. */
export class OverrideStory {
  readonly steps: Step[] = [];
  private today: Day = days.asked;
  private wanted!: { id: string; basis: string };
  private letters = 0;

  constructor(
    private readonly cast: Cast,
    private readonly customer: Demoted,
  ) {}

  async isAskedFor(others: readonly Demoted[]): Promise<void> {
    const { wes, ana } = this.cast;
    await this.move(days.asked);
    await done(ana.put('/seats/west', { holder: wes.name, reportsTo: null, validFrom: '2018-01-01' }));
    const { body: preview } = await wes.post<Previewed>(
      '/overrides/preview',
      await this.terms(this.customer),
    );
    const route = preview.route.map(({ role }) => role).join(', then ');
    this.tell(
      wes,
      `previews ${this.named(this.customer)}`,
      `${route}; ${preview.quota.left} left of the quota`,
    );
    this.wanted = await this.says(wes, 'asks for it', '/overrides', await this.terms(this.customer));
    await this.says(wes, 'approves it himself', this.word('approve'), { basis: this.wanted.basis });
    const asked: OverrideTold[] = [];
    for (const other of others)
      asked.push(
        await this.says(wes, `asks for ${this.named(other)}`, '/overrides', await this.terms(other)),
      );
    const comment = 'A single small order does not make a customer.';
    await this.says(ana, 'declines the second', `/overrides/${asked[0]!.id}/reject`, { comment });
  }

  async isApproved(): Promise<void> {
    const { wes, ana, fay } = this.cast;
    const { basis } = await this.says(ana, 'approves', this.word('approve'), { basis: this.wanted.basis });
    const line = {
      factId: 'late-1',
      occurredOn: '2017-12-28',
      amount: '48.00',
      currency: 'USD',
      kind: 'invoice',
    };
    await done(ana.post(`/accounts/${this.customer.externalId}/revenue`, { facts: [line] }));
    this.tell(ana, 'books an order line of 2017-12-28 that was late', 'the basis is another');
    await this.says(fay, 'approves what she saw', this.word('approve'), { basis });
    const seen = await this.says(wes, 'confirms that he wants it still', this.word('reconfirm'));
    await this.says(fay, 'approves', this.word('approve'), { basis: seen.basis });
  }

  async stands(): Promise<void> {
    await this.time(days.begins, 'it begins');
    await this.time(days.noticed, 'a notice: it ends within 30 days');
  }

  async isRenewed(): Promise<void> {
    const { wes, ana } = this.cast;
    const [from, until] = [days.ends, days.renewedUntil];
    const terms = { ...(await this.terms(this.customer)), from, until, renews: this.wanted.id };
    const renewal = await this.says(wes, 'asks for a renewal, with a new letter', '/overrides', terms);
    await this.says(ana, 'approves the renewal', `/overrides/${renewal.id}/approve`, {
      basis: renewal.basis,
    });
  }

  async ends(): Promise<void> {
    await this.time(days.ends, 'it ends, and its renewal begins');
    await this.time(days.renewedUntil, 'the renewal ends');
  }

  private async terms({ externalId, fromTier }: Demoted): Promise<object> {
    this.letters += 1;
    const letter = Buffer.from(`Letter of intent ${this.letters}, ${externalId}`);
    const sha256 = createHash('sha256').update(letter).digest('hex');
    await done(this.cast.wes.put(`/evidence/${sha256}`, letter));
    return {
      ...{ externalId, scheme: customerValue, type: 'FLOOR', tier: fromTier },
      ...{ from: days.begins, until: days.ends, reasonCode: 'RENEWAL_AT_RISK' },
      justification: `They have signed a letter of intent (${this.letters}).`,
      evidence: [{ sha256, name: `letter-${this.letters}.txt` }],
    };
  }

  private async says(who: Person, what: string, path: string, body: object = {}): Promise<OverrideTold> {
    const answer = await who.post<OverrideTold>(path, body);
    this.tell(who, what, outcomeOf(answer));
    return answer.body;
  }

  private word(what: string): string {
    return `/overrides/${this.wanted.id}/${what}`;
  }

  /** Lets time pass, and asks how the customer stands by then. */
  private async time(on: Day, what: string): Promise<void> {
    await this.move(on);
    const asked = `/accounts/${this.customer.externalId}/tier?scheme=${customerValue}&asOf=${on}`;
    const { effective, computed } = await done(
      this.cast.ana.get<{ readonly effective: string; readonly computed: string }>(asked),
    );
    const tier = effective === computed ? effective : `${effective}, computed ${computed}`;
    this.tell(undefined, what, [tier, ...(await this.announced())].join('; '));
  }

  /** What the day has brought about by itself, as the audit trail has it. */
  private async announced(): Promise<string[]> {
    const asked = `/audit/events?externalId=${this.customer.externalId}&actor=system:announcer&limit=500`;
    const { items } = await done(this.cast.ana.get<{ readonly items: readonly Announced[] }>(asked));
    return items.filter(({ recordedAt }) => recordedAt.startsWith(this.today)).map(({ type }) => type);
  }

  private async move(on: Day): Promise<void> {
    this.today = on;
    await done(this.cast.ana.post('/clock', { now: `${on}T09:00:00Z` }));
  }

  private named({ externalId, fromTier }: Demoted): string {
    return `FLOOR ${fromTier} for ${externalId}`;
  }

  private tell(who: Person | undefined, what: string, outcome: string): void {
    this.steps.push({ on: this.today, who: who?.name ?? '', what, outcome });
  }
}
