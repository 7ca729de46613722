import { createHash } from 'node:crypto';
import { Seeded } from '../../bench/seeded';
import type { Round } from './rounds';

/** A request of the client's, and what the log must say of it once it is acknowledged: each exactly once. */
export interface Wish {
  /** Its Idempotency-Key. */
  readonly key: string;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  /** A text is a file. */
  readonly body: object | string;
  /** Who asks: a policy's author does not approve it. */
  readonly by: 'ana' | 'ben' | 'eve';
  readonly tells: readonly string[];
}

interface KnownFact {
  readonly externalId: string;
  readonly factId: string;
}

/** Enough accounts for an evaluation run of two chunks. */
export const accountsAtFirst = 2_050;
/** Enough rows for an import of three batches. */
const rowsAFile = 5_100;

export const externalIdOf = (n: number): string => `S${String(n).padStart(4, '0')}`;

/**
 * Tiers by contract value and by revenue; demotions are confirmed, so that a lost assessment would show. Each tier is
 * treated in another way, so that every change of tier is one to hand over.
 */
export const policy = (strategicAt: number): object => ({
  kind: 'bands',
  tiers: [
    { code: 'T1', rank: 3, treatment: { forum: 'QBR' } },
    { code: 'T2', rank: 2, treatment: { forum: 'call' } },
    { code: 'T3', rank: 1, treatment: { forum: 'newsletter' } },
  ],
  measures: { acv: { fact: 'acv' }, trailing12: { revenueWindowMonths: 12 } },
  boundaries: [
    { tier: 'T1', measure: 'acv', at: String(strategicAt), inclusive: true },
    { tier: 'T2', measure: 'acv', at: '250000', inclusive: true },
    { tier: 'T1', measure: 'trailing12', at: '900000', inclusive: true },
    { tier: 'T2', measure: 'trailing12', at: '200000', inclusive: true },
  ],
  combine: 'highest',
  stabiliser: { demotionConfirmations: 2, minTenureDays: 0, renewalShieldDays: 0, onboardingGraceDays: 0 },
  missing: 'lowest',
  assessOn: ['acv'],
  overrides: { quota: { count: 1_000 }, emergency: { perQuarter: 1_000 } },
});

/** Thinks of what a client may want next; every wish is another one. */
export class Wishes {
  private readonly chance: Seeded;
  private readonly facts: KnownFact[] = [];
  private count = 0;
  private runs = 0;
  private emergencies = 0;
  private accounts = accountsAtFirst;

  constructor(seed: number) {
    this.chance = new Seeded(seed);
  }

  next(): Wish {
    const lot = this.chance.below(100);
    if (lot < 10) return this.account();
    if (lot < 40) return this.contract();
    if (lot < 65 || this.facts.length < 20) return this.revenue();
    return lot < 97 ? this.correction(this.facts[this.chance.below(20)]!) : this.draft();
  }

  /** A wish was granted: what it recorded can be corrected from now on. */
  granted({ path, tells }: Wish): void {
    if (!path.endsWith('/facts')) return;
    for (const [, externalId, factId] of tells.map((thing) => thing.split(' ')))
      this.facts.push({ externalId: externalId!, factId: factId! });
  }

  /** A file of many accounts: they are onboarded in one go. */
  manyAccounts(): Wish {
    const ids = Array.from({ length: accountsAtFirst }, (_, n) => externalIdOf(n));
    const file = `externalId,name,onboardedOn\n${ids.map((id) => `${id},Account ${id},2024-01-15\n`).join('')}`;
    return this.wish(
      '/v1/imports?kind=accounts&source=crm',
      file,
      ids.map((id) => `account ${id}`),
    );
  }

  /** A file of revenue whose facts have no ids of their own: they are known by their lines. */
  private manyFlows(): Wish {
    const rows = Array.from({ length: rowsAFile }, (_, n) => ({
      externalId: externalIdOf((this.count * 53 + Math.floor(n / 50)) % 300),
      row: `${this.day()},${this.chance.below(20_000) - 2_000}.${10 + this.chance.below(90)}`,
    }));
    const file = `externalId,occurredOn,amount\n${rows.map(({ externalId, row }) => `${externalId},${row}\n`).join('')}`;
    const hash = createHash('sha256').update(file).digest('hex').slice(0, 16);
    const tells = rows.map(({ externalId }, n) => `fact ${externalId} erp:${hash}:${n + 2}`);
    return this.wish('/v1/imports?kind=revenue&source=erp', file, tells);
  }

  /** What a life begins with. */
  errand(errand: NonNullable<Round['errand']>): Wish {
    if (errand === 'emergency') return this.emergency();
    return errand === 'import' ? this.manyFlows() : this.run();
  }

  /** Each about an account of its own, whose tier is announced and handed over. */
  private emergency(): Wish {
    const externalId = externalIdOf(300 + (this.emergencies += 1));
    const terms = { externalId, scheme: 'cv', tier: 'T1', until: '2026-01-08' };
    const body = { ...terms, incident: 'INC-1', justification: 'The site is down.' };
    return { ...this.wish('/v1/overrides/emergency', body, [`emergency ${externalId}`]), by: 'eve' };
  }

  private run(): Wish {
    const [year, quarter] = [2024 + Math.floor(this.runs / 4), this.runs % 4];
    this.runs += 1;
    const effectiveOn = `${year}-${String(quarter * 3 + 3).padStart(2, '0')}-02`;
    return this.wish('/v1/schemes/cv/evaluations', { effectiveOn, kind: 'scheduled' }, [
      `run ${effectiveOn}`,
    ]);
  }

  draft(): Wish {
    const at = 1_000_000 + this.count;
    return { ...this.wish('/v1/schemes/cv/policies', policy(at), [`draft ${at}`]), by: 'ana' };
  }

  private account(): Wish {
    const externalId = externalIdOf((this.accounts += 1));
    const body = { name: `Account ${externalId}`, onboardedOn: '2024-02-01' };
    return { ...this.wish(`/v1/accounts/${externalId}`, body, [`account ${externalId}`]), method: 'PUT' };
  }

  private contract(): Wish {
    const externalId = this.someone();
    const facts = this.some(3).map((factId) => ({
      factId,
      measure: 'acv',
      value: this.value(),
      validFrom: this.day(),
    }));
    return this.wish(`/v1/accounts/${externalId}/facts`, { facts }, factsTold(externalId, facts));
  }

  private revenue(): Wish {
    const externalId = this.someone();
    const facts = this.some(5).map((factId) => ({
      factId,
      occurredOn: this.day(),
      amount: `${this.chance.below(90_000) - 9_000}.25`,
      currency: 'USD',
      kind: 'invoice',
    }));
    return this.wish(`/v1/accounts/${externalId}/revenue`, { facts }, factsTold(externalId, facts));
  }

  /** Corrects what another wish corrects: were that one done twice, its second time would undo this. */
  against({ path, body }: Wish): Wish | null {
    return path === '/v1/corrections' ? this.correction(body as KnownFact) : null;
  }

  /** Of a few facts again and again, each time to another value. */
  private correction({ externalId, factId }: KnownFact): Wish {
    const reason = `Correction ${this.count}`;
    const body = { externalId, factId, retroKind: 'ERROR_CORRECTION', reason, value: this.value() };
    return this.wish('/v1/corrections', body, [`correction ${reason}`]);
  }

  private wish(path: string, body: object | string, tells: readonly string[]): Wish {
    this.count += 1;
    return { key: `wish-${this.count}`, method: 'POST', path, body, by: 'ben', tells };
  }

  private some(most: number): string[] {
    return Array.from({ length: 1 + this.chance.below(most) }, (_, n) => `f${this.count}-${n}`);
  }

  private someone(): string {
    return externalIdOf(this.chance.below(300));
  }

  /** Never the same twice. */
  private value(): string {
    return `${this.chance.below(1_400_000)}.${this.count}`;
  }

  private day(): string {
    const [year, month, day] = [
      2024 + this.chance.below(2),
      1 + this.chance.below(12),
      1 + this.chance.below(28),
    ];
    return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  }
}

const factsTold = (externalId: string, facts: readonly { factId: string }[]): string[] =>
  facts.map(({ factId }) => `fact ${externalId} ${factId}`);
