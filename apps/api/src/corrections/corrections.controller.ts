import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { account, type ExternalId, type FactId, type FactValue, RetroKind } from '#libs/domain';
import type { IfAt } from '#libs/event-store';
import type { Day, Decimal } from '#libs/kernel';
import { AnswersWritten } from '../http/answers';
import { Commands, type Written } from '../http/commands';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { IsCode, IsDay, IsFlag, IsLine, IsMoney, IsOneOf, IsProse } from '../http/fields';
import { invalidField } from '../http/problem';
import { Roles, Scoped } from '../http/route';

/** What a fact should have said: what is left out stays as it was. */
export class Correction {
  @IsCode() externalId!: ExternalId;
  @IsCode() factId!: FactId;
  @IsOneOf(RetroKind.options) retroKind!: RetroKind;
  @IsProse() reason!: string;
  @IsLine(256, { optional: true, description: 'Of an input fact.' }) value?: FactValue;
  @IsMoney({ optional: true, description: 'Of a revenue fact.' }) amount?: Decimal;
  @IsDay({ optional: true, description: 'Of an input fact.' }) validFrom?: Day;
  @IsDay({ optional: true, description: 'Of a revenue fact.' }) occurredOn?: Day;
  @IsFlag({ optional: true, description: 'The fact never was.' }) retract?: boolean;
}

@ApiTags('facts')
@Controller({ path: 'corrections', version: '1' })
export class CorrectionsController {
  constructor(private readonly commands: Commands) {}

  /** Correct a fact, or take it back: what was believed before stays on record. */
  @Post()
  @TakesIfMatch()
  @Scoped('account')
  @Roles('revops', 'finance')
  @AnswersWritten()
  correct(
    @Body() correction: Correction,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<Written> {
    saysSomething(correction);
    const because = { ...context, reason: correction.reason };
    return this.commands.execute(account, { type: 'CorrectFact', ...correction }, because, ifAt);
  }
}

const saysSomething = ({ value, amount, validFrom, occurredOn, retract }: Correction): void => {
  if ([value, amount, validFrom, occurredOn].some((said) => said !== undefined) || retract) return;
  throw invalidField('', 'A correction says a value, an amount or a day, or it retracts the fact.');
};
