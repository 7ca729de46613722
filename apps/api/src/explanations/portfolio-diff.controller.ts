import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Factor } from '#libs/domain';
import type { Instant } from '#libs/kernel';
import type { Known } from '#libs/views';
import { Answers } from '../http/answers';
import { Format, InAllFormats, stream } from '../http/formats';
import { Pages } from '../http/paging/pages';
import { Readers, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { Questions } from '../tiers/questions';
import { type Between, Diffs, diffViews } from './diffs';
import { columns, DiffAsked, DiffPage, lines, type PointTold, pointTold } from './portfolio-diff';

type Asked = Omit<DiffAsked, 'limit' | 'cursor'>;

interface Standing extends Pick<Between, 'scheme' | 'view'> {
  readonly at: Known;
  readonly a: PointTold;
  readonly b: PointTold;
  readonly counts: Record<Factor, number>;
}

@ApiTags('explanations')
@Controller({ path: 'portfolio', version: '1' })
export class PortfolioDiffController {
  constructor(
    private readonly diffs: Diffs,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** Who stands at another tier at one point of both clocks than at another, and why. */
  @Get('diff')
  @Scoped('rows')
  @Readers()
  @InAllFormats()
  @Answers(200, DiffPage)
  async diff(
    @Query() { limit, cursor, ...asked }: DiffAsked,
    @Format() format: Format,
    @CallersScope() scope: CallersScope,
  ) {
    if (format !== 'json')
      return stream(format, columns, lines(this.diffs.stream(await this.between(asked), scope)));
    return this.pages.read(
      { of: { list: 'portfolio-diff', inside: scope, ...asked }, limit, cursor },
      () => this.stand(asked, scope),
      async (standing, page: { limit: number; after?: string }) => {
        const { a, b, counts } = standing;
        const found = await this.diffs.page(betweenOf(standing), scope, page);
        return { a, b, moved: sum(counts), counts, ...found };
      },
    );
  }

  private async stand(asked: Asked, inside: CallersScope): Promise<Standing> {
    const between = await this.between(asked);
    const { scheme, view, a, b } = between;
    const counts = await this.diffs.counts(between, inside);
    return { scheme, view, at: b.at, a: pointTold(a), b: pointTold(b), counts };
  }

  private async between({ scheme: named, view: asked, knownAt, minPosition, a, b }: Asked): Promise<Between> {
    const [ofA, ofB] = [a.knownAt ?? knownAt, b.knownAt ?? knownAt];
    const scope = {
      ...(named !== undefined && { scheme: named }),
      ...(asked !== undefined && { view: asked }),
      ...(minPosition !== undefined && { minPosition }),
    };
    const { scheme, view, at } = await this.questions.scope({ ...scope, ...knownFrom(ofB) }, diffViews);
    await this.questions.schemeIsKnown(scheme);
    const first = ofA === ofB ? at : await this.questions.known(knownFrom(ofA), diffViews);
    return { scheme, view, a: { asOf: a.asOf, at: first }, b: { asOf: b.asOf, at } };
  }
}

const knownFrom = (knownAt: Instant | undefined) => (knownAt === undefined ? {} : { knownAt });

const betweenOf = ({ scheme, view, a, b }: Standing): Between => {
  const point = ({ asOf, knownAt, position }: PointTold) => ({
    asOf,
    at: { knownAt, position: BigInt(position) },
  });
  return { scheme, view, a: point(a), b: point(b) };
};

const sum = (counts: Record<Factor, number>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);
