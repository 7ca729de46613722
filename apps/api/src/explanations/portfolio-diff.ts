import type { Factor } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { Moved } from '#libs/views';
import { pageOf } from '../http/answers';
import { IsCode, IsDay, IsInstant, IsPart, IsPosition, IsWhole } from '../http/fields';
import { IsCursor, IsLimit, IsMinPosition } from '../http/paging/paging';
import type { Between } from './diffs';
import { MovedTold } from './moved-told';
import { IsPoint, type PointAsked } from './point';

/** Two points, and what stands between them. */
export class DiffAsked {
  @IsCode({ optional: true, description: 'The primary scheme when absent.' }) scheme?: string;
  @IsCode({ optional: true, description: '`ACCOUNT` when absent.' }) view?: string;
  @IsPoint() a!: PointAsked;
  @IsPoint() b!: PointAsked;
  @IsInstant({
    optional: true,
    description: 'For a point that names no moment of its own; by now when absent.',
  })
  knownAt?: Instant;
  @IsMinPosition() minPosition?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export class PointTold {
  @IsDay() asOf!: Day;
  @IsInstant() knownAt!: Instant;
  @IsPosition() position!: string;
}

export const pointTold = ({ asOf, at }: Between['a']): PointTold => ({
  asOf,
  knownAt: at.knownAt,
  position: String(at.position),
});

const moves = () => IsWhole(0, 2 ** 31);

class CausesCounted implements Record<Factor, number> {
  @moves() hierarchy!: number;
  @moves() inputs!: number;
  @moves() fx!: number;
  @moves() policy!: number;
  @moves() population!: number;
  @moves() stabiliser!: number;
  @moves() override!: number;
  @moves() correction!: number;
}

export class DiffPage extends pageOf(MovedTold) {
  @IsPart(() => PointTold) a!: PointTold;
  @IsPart(() => PointTold) b!: PointTold;
  @IsWhole(0, 2 ** 31, { description: 'Of the whole answer, not of the page.' }) moved!: number;
  @IsPart(() => CausesCounted, { description: 'Moves by their cause; together all that moved.' })
  counts!: Record<Factor, number>;
}

/** Of a table of the whole answer. */
export const columns = [
  'externalId',
  'fromTier',
  'toTier',
  'factor',
  'measure',
  'from',
  'to',
  'factIds',
  'decisionA',
  'decisionB',
] as const;

/** Its rows. */
export async function* lines(batches: AsyncIterable<readonly Moved[]>) {
  for await (const batch of batches)
    yield batch.map(({ externalId, fromTier, toTier, cause: { factor, detail }, decisionIds }) => ({
      ...{ externalId, fromTier, toTier, factor },
      measure: detail.measure ?? null,
      from: detail.from ?? detail.fromVersion ?? detail.fromCohort ?? null,
      to: detail.to ?? detail.toVersion ?? detail.toCohort ?? null,
      factIds: (detail.factIds ?? []).join(' '),
      decisionA: decisionIds.a,
      decisionB: decisionIds.b,
    }));
}
