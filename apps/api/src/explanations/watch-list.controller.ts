import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { HiddenMeasures } from '#libs/domain';
import { type Day, type Decimal, decimal } from '#libs/kernel';
import { Explanations, type Known } from '#libs/views';
import { Answers, pageOf } from '../http/answers';
import { IsCode, IsDay, IsLine, IsMoney, IsOneOf, IsPart } from '../http/fields';
import { Pages } from '../http/paging/pages';
import { IsCursor, IsLimit } from '../http/paging/paging';
import { Readers, Scoped } from '../http/route';
import { HiddenFromCaller } from '../http/masks/masks';
import { CallersScope } from '../http/scopes/scope';
import { OnADay, Questions } from '../tiers/questions';
import { Needs } from './boundaries-told';
import { WatchTold } from './rules-told';
import { explanationViews } from './explanations.controller';
import { nearestFirst, type Watched, watchedIn } from './watched';

class WatchListAsked extends OnADay {
  @IsMoney({ optional: true, description: 'How near an edge, in per cent of it; 5 when absent.' })
  withinPct?: Decimal;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

class NearestTold {
  @IsLine(256) subject!: string;
  @IsOneOf(['enter', 'exit', 'bound']) edge!: string;
  @IsMoney() at!: string;
  @IsMoney() value!: string;
  @IsMoney({ description: 'From the value to the edge: negative when the edge lies under it.' })
  distance!: string;
  @IsMoney({ description: 'Per cent of the edge.' }) pct!: string;
}

class WatchedTold {
  @IsCode() externalId!: string;
  @IsCode({ nullable: true }) tier!: string | null;
  @IsDay() decidedOn!: Day;
  @IsLine(256) decisionId!: string;
  @IsPart(() => WatchTold, { nullable: true }) watch!: WatchTold | null;
  @IsPart(() => NearestTold, { nullable: true }) nearest!: NearestTold | null;
  @IsPart(() => Needs, { nullable: true, description: 'What keeps the tier.' }) toStay!: Needs | null;
  @IsDay({ nullable: true, description: 'The first review known at which the watch could be confirmed.' })
  deadline!: Day | null;
}

class WatchListPage extends pageOf(WatchedTold) {
  @IsDay() asOf!: Day;
}

interface Standing {
  readonly scheme: string;
  readonly view: string;
  readonly asOf: Day;
  readonly at: Known;
}

@ApiTags('explanations')
@Controller({ path: 'watch-list', version: '1' })
export class WatchListController {
  constructor(
    private readonly explanations: Explanations,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** Accounts whose tier is being watched, or that stand near an edge: the nearest first. */
  @Get()
  @Scoped('rows')
  @Readers()
  @Answers(200, WatchListPage)
  list(
    @Query() { limit, cursor, withinPct = decimal('5'), ...when }: WatchListAsked,
    @CallersScope() scope: CallersScope,
    @HiddenFromCaller() hidden: HiddenMeasures | null,
  ) {
    const inside = this.explanations.within(scope);
    return this.pages.read(
      { of: { list: 'watch-list', withinPct, ...when }, limit, cursor },
      () => this.stand(when),
      async (standing, { limit, after = 0 }: { limit: number; after?: number }) => {
        const all = await this.watched(inside, standing, { withinPct, hidden });
        const items = await this.withDeadlines(standing, all.slice(after, after + limit));
        return { asOf: standing.asOf, items, next: after + limit < all.length ? after + limit : null };
      },
    );
  }

  private async stand(when: OnADay): Promise<Standing> {
    const { scheme, view, asOf, at } = await this.questions.onADay(when, explanationViews);
    await this.questions.schemeIsKnown(scheme);
    return { scheme, view, asOf, at };
  }

  /** No more than the accounts that are listed are kept while all are looked through. */
  private async watched(
    inside: Explanations,
    { scheme, view, asOf, at }: Standing,
    { withinPct, hidden }: { readonly withinPct: Decimal; readonly hidden: HiddenMeasures | null },
  ): Promise<Watched[]> {
    const watched: Watched[] = [];
    for await (const batch of inside.allInForce({ scheme, view }, asOf, at.position))
      watched.push(...batch.flatMap((one) => watchedIn(one, withinPct, hidden) ?? []));
    return watched.sort(nearestFirst);
  }

  private async withDeadlines({ scheme, asOf, at }: Standing, page: readonly Watched[]) {
    const reviews = await this.explanations.policies.reviewsBehind(scheme, asOf, at.position);
    return page.map((one) => ({ ...one, deadline: deadlineOf(one, reviews) }));
  }
}

const deadlineOf = ({ watch }: Watched, reviews: readonly Day[]): Day | null =>
  watch === null ? null : (reviews[Math.max(1, watch.needed - watch.seen) - 1] ?? null);
