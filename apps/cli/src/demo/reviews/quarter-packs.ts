import { createHash } from 'node:crypto';
import { addDays, type Day, type Instant } from '#libs/kernel';
import { customerValue } from '../customer-value';
import { done, type Person } from '../people';
import type { Quarter } from '../superstore';

/** The pack of a quarter, as far as the demo tells of it. */
export interface QuarterPack {
  readonly reviewId: string;
  readonly quarter: string;
  readonly until: Day;
  readonly knownAt: Instant;
  readonly promotions: number;
  readonly demotions: number;
  readonly restatements: number;
  /** What the committee has to decide. */
  readonly items: number;
  readonly bytes: number;
  /** SHA-256 over the bytes. */
  readonly digest: string;
}

interface Review {
  readonly id: string;
  readonly state: string;
  readonly digest: string;
  readonly items: number;
  readonly pin: { readonly knownAt: Instant };
}

interface Sections {
  readonly sections: {
    readonly promotions: { readonly moves: readonly object[] };
    readonly demotions: { readonly moves: readonly object[] };
    readonly restatements: { readonly rows: readonly object[] };
  };
}

const daysToDecide = 30;

/** Opens the review of a quarter that is over, and freezes what is known of it by now. */
export const pinPack = async (revops: Person, { label, until }: Quarter): Promise<QuarterPack> => {
  const terms = { scheme: customerValue, quarter: label, deadline: addDays(until, daysToDecide) };
  const { id } = await done(revops.post<Review>('/reviews', terms));
  const { items, pin } = await done(revops.post<Review>(`/reviews/${id}/pin`));
  const bytes = await packOf(revops, id);
  const { sections } = JSON.parse(bytes.toString()) as Sections;
  return {
    ...{ reviewId: id, quarter: label, until, knownAt: pin.knownAt, items },
    promotions: sections.promotions.moves.length,
    demotions: sections.demotions.moves.length,
    restatements: sections.restatements.rows.length,
    ...{ bytes: bytes.length, digest: digestOf(bytes) },
  };
};

/** The bytes of a pack, made by the server at this moment. */
const packOf = (reader: Person, reviewId: string): Promise<Buffer> =>
  reader.bytes(`/reviews/${reviewId}/pack`);

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What the packs come to when they are made once more. */
export const digestsNow = async (reader: Person, packs: readonly QuarterPack[]): Promise<string[]> => {
  const digests: string[] = [];
  for (const { reviewId } of packs) digests.push(digestOf(await packOf(reader, reviewId)));
  return digests;
};

/** Three people of three roles stand for a pack, and it is sealed: its deadline has passed. */
export const sealPack = async (
  { reviewId }: QuarterPack,
  [revops, ...others]: readonly [Person, ...Person[]],
): Promise<string> => {
  const statement = 'The moves are those of the policy in force.';
  for (const one of [revops, ...others]) await done(one.post(`/reviews/${reviewId}/attest`, { statement }));
  const { state } = await done(revops.post<Review>(`/reviews/${reviewId}/seal`));
  return state;
};
