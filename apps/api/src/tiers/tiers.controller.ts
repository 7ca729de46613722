import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Move, type MovesCursor, type PortfolioRow, TierHistory } from '#libs/views';
import { Answers } from '../http/answers';
import { IsCode } from '../http/fields';
import { Format, InAllFormats, stream } from '../http/formats';
import { Pages } from '../http/paging/pages';
import { IsCursor, IsLimit } from '../http/paging/paging';
import { Readers, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { DistributionAnswered, MigrationAnswered, MovePage, PortfolioPage } from './portfolio-answer';
import { Between, OnADay, Questions } from './questions';

class PortfolioAsked extends OnADay {
  @IsCode({ optional: true, description: 'Only accounts at this effective tier; also UNTIERED.' })
  tier?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

class MovesAsked extends Between {
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

const portfolioColumns: (keyof PortfolioRow)[] = [
  'externalId',
  'effective',
  'computed',
  'indicated',
  'from',
  'until',
  'overrideId',
];
const moveColumns: (keyof Move)[] = ['externalId', 'day', 'kind', 'fromTier', 'toTier', 'cause', 'restated'];

@ApiTags('tiers')
@Controller({ path: 'tiers', version: '1' })
export class TiersController {
  constructor(
    private readonly tierHistory: TierHistory,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** The whole portfolio on a day: pages, or everything as a stream. */
  @Get()
  @Scoped('rows')
  @Readers()
  @InAllFormats()
  @Answers(200, PortfolioPage)
  async list(
    @Query() { limit, cursor, tier, ...when }: PortfolioAsked,
    @Format() format: Format,
    @CallersScope() scope: CallersScope,
  ) {
    const inside = this.tierHistory.within(scope);
    const stand = async () => ({ ...(await this.questions.inScheme(when)), tier });
    if (format !== 'json') return stream(format, portfolioColumns, inside.portfolioStream(await stand()));
    return this.pages.read(
      { of: { list: 'tiers', tier, ...when }, limit, cursor },
      stand,
      (standing, page: After<string>) => inside.portfolioPage(standing, page),
    );
  }

  /** How many accounts stand at each tier on a day. */
  @Get('distribution')
  @Scoped('rows')
  @Readers()
  @Answers(200, DistributionAnswered)
  async distribution(
    @Query() question: OnADay,
    @CallersScope() scope: CallersScope,
  ): Promise<DistributionAnswered> {
    return this.tierHistory.within(scope).distribution(await this.questions.inScheme(question));
  }

  /** How many accounts stood where on the opening day, and where on the closing day. */
  @Get('migration')
  @Scoped('rows')
  @Readers()
  @Answers(200, MigrationAnswered)
  async migration(
    @Query() question: Between,
    @CallersScope() scope: CallersScope,
  ): Promise<MigrationAnswered> {
    return this.tierHistory.within(scope).migration(await this.questions.between(question));
  }

  /** Every change of the effective tier behind the opening day, up to and with the closing day. */
  @Get('moves')
  @Scoped('rows')
  @Readers()
  @InAllFormats()
  @Answers(200, MovePage)
  async moves(
    @Query() { limit, cursor, ...days }: MovesAsked,
    @Format() format: Format,
    @CallersScope() scope: CallersScope,
  ) {
    const inside = this.tierHistory.within(scope);
    const stand = () => this.questions.between(days);
    if (format !== 'json') return stream(format, moveColumns, inside.movesStream(await stand()));
    return this.pages.read(
      { of: { list: 'moves', ...days }, limit, cursor },
      stand,
      (standing, page: After<MovesCursor>) => inside.moves(standing, page),
    );
  }
}

interface After<Place> {
  limit: number;
  after?: Place;
}
