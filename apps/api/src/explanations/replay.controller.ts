import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Day } from '#libs/kernel';
import { type DifferentDecision, type Replayed, Replays } from '#libs/runs';
import { Answers } from '../http/answers';
import { IsCode, IsDay, IsLine, IsListOf, IsPosition, IsWhole } from '../http/fields';
import { Roles } from '../http/route';
import { Questions } from '../tiers/questions';
import { explanationViews } from './explanations.controller';

class SampleAsked {
  @IsWhole(1, 1000, { optional: true, description: 'How many decisions; 100 when absent.' }) n?: number;
  @IsLine(128, { optional: true, description: 'The same seed chooses the same decisions.' }) seed?: string;
  @IsCode({ optional: true, description: 'The decisions of this account, instead of a sample of all.' })
  externalId?: string;
}

class DifferentTold implements DifferentDecision {
  @IsLine(256) decisionId!: string;
  @IsCode() externalId!: string;
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsDay() day!: Day;
  @IsCode({ nullable: true }) computed!: string | null;
  @IsCode({ nullable: true, description: 'What the decision taken again comes to.' })
  replayed!: string | null;
  @IsLine(2000, { nullable: true, description: 'Why it cannot be taken again; null where it can.' })
  trouble!: string | null;
}

class SampleReplayed implements Replayed {
  @IsPosition({ description: 'Decisions were chosen from those known there.' }) position!: string;
  @IsLine(128) seed!: string;
  @IsWhole(0, 1_000_000) sampled!: number;
  @IsWhole(0, 1_000_000) identical!: number;
  @IsListOf(() => DifferentTold) different!: readonly DifferentTold[];
}

@ApiTags('ops')
@Controller({ path: 'ops', version: '1' })
export class ReplayController {
  constructor(
    private readonly replays: Replays,
    private readonly questions: Questions,
  ) {}

  /** Take decisions on record again from what their events keep: each has to come out byte by byte. */
  @Post('replay-sample')
  @Roles('admin', 'auditor')
  @Answers(200, SampleReplayed)
  async sample(@Body() { n, seed, externalId }: SampleAsked): Promise<SampleReplayed> {
    const { position, knownAt } = await this.questions.known({}, explanationViews);
    const asked = {
      n: n ?? (externalId === undefined ? 100 : 1000),
      seed: seed ?? knownAt,
      ...(externalId !== undefined && { externalId }),
    };
    return this.replays.sample(asked, position);
  }
}
