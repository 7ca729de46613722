import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { judgeOf, type TierCode, whyNot } from '#libs/domain';
import { addDays, type Day } from '#libs/kernel';
import { Explanations } from '#libs/views';
import { OfAccount } from '../accounts/account';
import { Answers } from '../http/answers';
import { IsCode, IsDay } from '../http/fields';
import { notFound, Problem } from '../http/problem';
import { Readers, Scoped } from '../http/route';
import { NoAnswer } from '../tiers/no-answer';
import { OnADay, Questions, Scope, type Standing } from '../tiers/questions';
import { Diffs, diffViews } from './diffs';
import { ExplanationAnswered, explanationAnswered } from './explanation-answered';
import { MovedTold } from './moved-told';
import { judgedOf } from './judged';
import { WhyNotAnswered } from './why-not-answered';

class WhyNotAsked extends OnADay {
  @IsCode({ description: 'The tier that the account does not stand at.' }) target!: string;
}

class OfMove extends OfAccount {
  @IsDay() day!: Day;
}

type Answered = NonNullable<Awaited<ReturnType<Explanations['standing']>>>;

/** What explanations are read from. */
export const explanationViews = ['tier-history', 'decisions', 'schemes'] as const;

@ApiTags('explanations')
@Controller({ path: 'accounts/:externalId', version: '1' })
export class ExplanationsController {
  constructor(
    private readonly explanations: Explanations,
    private readonly questions: Questions,
    private readonly noAnswer: NoAnswer,
    private readonly diffs: Diffs,
  ) {}

  /** Why an account stands where it does on a day: every rule, every input, and how far it is to the next tier. */
  @Get('explain')
  @Scoped('account')
  @Readers()
  @Answers(200, ExplanationAnswered)
  async explain(@Param() { externalId }: OfAccount, @Query() question: OnADay): Promise<ExplanationAnswered> {
    const standing = await this.questions.onADay(question, explanationViews);
    const { answer, explained } = await this.read(standing, externalId);
    return explanationAnswered(answer, explained, await this.reviewsFor(standing, explained));
  }

  /** Why an account does not stand at a tier: the smallest change of each input that would lead there. */
  @Get('why-not')
  @Scoped('account')
  @Readers()
  @Answers(200, WhyNotAnswered)
  async whyNot(@Param() { externalId }: OfAccount, @Query() { target, ...question }: WhyNotAsked) {
    const standing = await this.questions.onADay(question, explanationViews);
    const { answer, explained } = await this.read(standing, externalId);
    const basis = judgedOf(externalId, explained);
    const { tiers } = judgeOf(basis.due.policy.document);
    if (!tiers.includes(target as TierCode))
      throw new Problem(
        422,
        'UNKNOWN_TIER',
        `There is no tier ${target}: the tiers are ${tiers.join(', ')}.`,
        {
          details: { tiers },
        },
      );
    const { decisionId, assessment } = explained!.decision;
    const { scheme, view, asOf, knownAt, position } = answer;
    const of = { externalId, scheme, view, asOf, knownAt, position, decidedOn: assessment.day, decisionId };
    return { ...of, ...whyNot(basis, target as TierCode) };
  }

  /** Why an account moved on a day: its tier the day before and on the day, and the first factor that led from one to the other. */
  @Get('moves/:day/cause')
  @Scoped('account')
  @Readers()
  @Answers(200, MovedTold)
  async cause(@Param() { externalId, day }: OfMove, @Query() scope: Scope): Promise<MovedTold> {
    const { scheme, view, at } = await this.questions.scope(scope, diffViews);
    const points = { a: { asOf: addDays(day, -1), at }, b: { asOf: day, at } };
    const [moved] = await this.diffs.causes({ scheme, view, ...points }, [externalId]);
    if (moved) return moved;
    await this.questions.schemeIsKnown(scheme);
    throw notFound(
      `${externalId} did not move on ${day}: its timeline names the days on which it did.`,
      'NO_MOVE',
    );
  }

  private async read(standing: Standing, externalId: string): Promise<Answered> {
    const found = await this.explanations.standing({ ...standing, externalId });
    return found ?? this.noAnswer.explain({ ...standing, externalId }, `on ${standing.asOf}`);
  }

  /** Asked for only where something is being watched. */
  private async reviewsFor({ scheme, at }: Standing, explained: Answered['explained']): Promise<Day[]> {
    const { watch, day } = explained?.decision.assessment ?? {};
    return watch && day ? this.explanations.policies.reviewsBehind(scheme, day, at.position) : [];
  }
}
