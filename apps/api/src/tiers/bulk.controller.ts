import { Body, Controller, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Day, Instant } from '#libs/kernel';
import { type Known, TierHistory, type TierQuestion } from '#libs/views';
import { Answers } from '../http/answers';
import { IsCode, IsDay, IsInstant, IsListOf } from '../http/fields';
import { LargeBody, Readers, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { OnADay, Questions } from './questions';
import { TierAnswers, type TierAnsweredOrNot } from './tier-answer';

const most = 10_000;

class AsOfItem {
  @IsCode() externalId!: string;
  @IsDay({ optional: true }) asOf?: Day;
  @IsInstant({ optional: true }) knownAt?: Instant;
}

/** Many questions at once: what an item leaves out is taken from the body, and from the address behind it. A bare list is a body of items. */
export class AsOfQuestions extends OnADay {
  @IsListOf(() => AsOfItem, { most }) items!: AsOfItem[];

  static ofList(items: unknown[]) {
    return { items };
  }
}

@ApiTags('tiers')
@Controller({ path: 'tiers', version: '1' })
export class BulkController {
  constructor(
    private readonly tierHistory: TierHistory,
    private readonly questions: Questions,
  ) {}

  /** The tiers of many accounts, each on its own day and as known at its own moment, in the order asked. */
  @Post('as-of')
  @Scoped('rows')
  @Readers()
  @LargeBody({ bytes: 4 * 1024 * 1024, keys: 4 * most })
  @Answers(200, TierAnswers)
  async asOf(
    @Query() usual: OnADay,
    @Body() { items, ...said }: AsOfQuestions,
    @CallersScope() scope: CallersScope,
  ): Promise<TierAnswers> {
    const asked = await this.ask(items, { ...usual, ...said });
    const answers = await this.tierHistory.within(scope).answers(asked);
    return { items: asked.map((question, index) => answers[index] ?? notOnboarded(question)) };
  }

  /** Each moment is resolved once, however many items ask as of it. */
  private async ask(items: readonly AsOfItem[], usual: OnADay): Promise<TierQuestion[]> {
    const standing = await this.questions.inScheme(usual);
    const moments = new Map<Instant | undefined, Promise<Known>>([[undefined, Promise.resolve(standing.at)]]);
    const momentOf = (knownAt: Instant | undefined) => {
      const moment = moments.get(knownAt) ?? this.questions.known({ ...usual, knownAt });
      moments.set(knownAt, moment);
      return moment;
    };
    return Promise.all(
      items.map(async ({ externalId, asOf = standing.asOf, knownAt }) => ({
        ...standing,
        externalId,
        asOf,
        at: await momentOf(knownAt),
      })),
    );
  }
}

const notOnboarded = ({ scheme, view, externalId, asOf, at, today }: TierQuestion): TierAnsweredOrNot => ({
  externalId,
  scheme,
  view,
  asOf,
  knownAt: at.knownAt,
  position: String(at.position),
  effective: 'NOT_ONBOARDED',
  computed: 'NOT_ONBOARDED',
  indicated: null,
  valid: null,
  known: null,
  policyVersion: null,
  decisionId: null,
  override: null,
  restatedSince: false,
  scheduled: asOf > today,
});
