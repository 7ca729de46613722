import { Controller, Get, Header, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { EventStore } from '#libs/event-store';
import { Replays } from '#libs/runs';
import { Progress } from '#libs/views';
import { Answers, AnswersText } from '../http/answers';
import { Answer } from '../http/exchange';
import { IsLine, IsLines, IsOneOf } from '../http/fields';
import { Metrics } from '../http/metrics';
import { Public } from '../http/route';

class Health {
  @IsOneOf(['up', 'down']) status!: 'up' | 'down';
  @IsLine(256, { optional: true }) detail?: string;
  @IsLines({ optional: true, description: 'Views that stopped at an event.' }) stopped?: string[];
  @IsLines({ optional: true, description: 'What an operator has to look at, though requests are served.' })
  alarms?: string[];
}

@ApiTags('health')
@Controller({ version: VERSION_NEUTRAL })
export class HealthController {
  constructor(
    private readonly store: EventStore,
    private readonly progress: Progress,
    private readonly replays: Replays,
    private readonly metrics: Metrics,
  ) {}

  /** The process answers. */
  @Get('health/live')
  @Public()
  @Answers(200, Health)
  live(): Health {
    return { status: 'up' };
  }

  /** The store answers and the views are there: requests can be served. */
  @Get('health/ready')
  @Public()
  @Answers(200, Health)
  @Answers(503, Health)
  async ready(): Promise<Answer> {
    try {
      const standing = await this.progress.all(await this.store.head());
      const stopped = standing.filter(({ state }) => state === 'stopped').map(({ view }) => view);
      const alarm = (await this.replays.last())?.alarm ?? null;
      return new Answer(200, { status: 'up', stopped, alarms: alarm === null ? [] : [alarm] });
    } catch {
      return new Answer(503, { status: 'down', detail: 'The database or the event store does not answer.' });
    }
  }

  /** For Prometheus. */
  @Get('metrics')
  @Public()
  @AnswersText('text/plain')
  @Header('cache-control', 'no-store')
  async scrape(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.header('content-type', this.metrics.contentType);
    return this.metrics.scrape();
  }
}
