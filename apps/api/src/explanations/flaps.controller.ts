import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { reversalsIn } from '#libs/domain';
import { addMonths, type Day } from '#libs/kernel';
import { type BetweenQuestion, type Move, TierHistory } from '#libs/views';
import { Answers, pageOf } from '../http/answers';
import { IsCode, IsDay, IsListOf, IsOneOf, IsWhole } from '../http/fields';
import { Pages } from '../http/paging/pages';
import { IsCursor, IsLimit } from '../http/paging/paging';
import { Readers, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { Questions, Scope } from '../tiers/questions';
import { Tenant } from '../settings/tenant';

class FlapsAsked extends Scope {
  @IsDay({ optional: true, description: 'The opening day; twelve months before `to` when absent.' })
  from?: Day;
  @IsDay({ optional: true, description: 'The closing day; today when absent.' }) to?: Day;
  @IsWhole(1, 100, { optional: true, description: 'How many reversals make a flap; 2 when absent.' })
  reversals?: number;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

class MoveTold {
  @IsDay() day!: Day;
  @IsOneOf(['enter', 'promotion', 'demotion', 'lateral', 'exit']) kind!: string;
  @IsCode({ nullable: true }) fromTier!: string | null;
  @IsCode({ nullable: true }) toTier!: string | null;
}

class Flap {
  @IsCode() externalId!: string;
  @IsWhole(1, 100_000) reversals!: number;
  @IsListOf(() => MoveTold) moves!: readonly MoveTold[];
}

class FlapPage extends pageOf(Flap) {
  @IsDay() from!: Day;
  @IsDay() to!: Day;
}

const usually = 2;

@ApiTags('explanations')
@Controller({ path: 'flaps', version: '1' })
export class FlapsController {
  constructor(
    private readonly tierHistory: TierHistory,
    private readonly questions: Questions,
    private readonly tenant: Tenant,
    private readonly pages: Pages,
  ) {}

  /** Accounts whose tier turned back at least twice in the period: the most often first. */
  @Get()
  @Scoped('rows')
  @Readers()
  @Answers(200, FlapPage)
  list(
    @Query() { limit, cursor, reversals = usually, ...asked }: FlapsAsked,
    @CallersScope() scope: CallersScope,
  ) {
    const inside = this.tierHistory.within(scope);
    return this.pages.read(
      { of: { list: 'flaps', reversals, ...asked }, limit, cursor },
      async () => this.questions.between(await this.period(asked)),
      async (standing, { limit, after = 0 }: { limit: number; after?: number }) => {
        const all = await this.flaps(inside, standing, reversals);
        const next = after + limit < all.length ? after + limit : null;
        return { from: standing.from, to: standing.to, items: all.slice(after, after + limit), next };
      },
    );
  }

  private async period<Asked extends { from?: Day; to?: Day }>(asked: Asked) {
    const to = asked.to ?? (await this.tenant.today());
    return { ...asked, from: asked.from ?? addMonths(to, -12), to };
  }

  /** No more than what moved is kept. */
  private async flaps(inside: TierHistory, question: BetweenQuestion, least: number): Promise<Flap[]> {
    const moves = new Map<string, Move[]>();
    for await (const batch of inside.movesStream(question))
      for (const move of batch) moves.set(move.externalId, [...(moves.get(move.externalId) ?? []), move]);
    return [...moves]
      .map(([externalId, all]) => ({ externalId, reversals: reversalsIn(all), moves: all.map(moveTold) }))
      .filter(({ reversals }) => reversals >= least)
      .sort((a, b) => b.reversals - a.reversals || (a.externalId < b.externalId ? -1 : 1));
  }
}

const moveTold = ({ day, kind, fromTier, toTier }: Move): MoveTold => ({ day, kind, fromTier, toTier });
