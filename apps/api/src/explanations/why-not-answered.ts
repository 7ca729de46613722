import type { WhyNot } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import {
  IsAny,
  IsCode,
  IsDay,
  IsFlag,
  IsInstant,
  IsLine,
  IsLines,
  IsListOf,
  IsOneOf,
  IsPart,
  IsPosition,
} from '../http/fields';
import { WatchTold } from './rules-told';

const text = { type: 'string' };

class ProofTold {
  @IsCode({ description: 'What the policy says of the inputs with this change.' }) indicated!: string;
  @IsLine(1024, { description: 'Of each rule in its order: M matched, N not matched, ? not evaluated.' })
  verdicts!: string;
  @IsCode({ nullable: true, description: 'What the stabiliser lets through on the day.' })
  computedNow!: string | null;
  @IsLines({ description: 'What keeps it from more, or lets it through.' }) reasons!: readonly string[];
  @IsPart(() => WatchTold, { nullable: true, description: 'What it would still take.' })
  watch!: WatchTold | null;
}

class ChangeTold {
  @IsCode() measure!: string;
  @IsAny(text, { nullable: true }) from!: string | null;
  @IsAny(text) to!: string;
  @IsAny(text, { nullable: true }) change!: string | null;
  @IsOneOf(['up', 'down', 'other']) direction!: string;
  @IsAny(text, { nullable: true, description: 'Per cent of the value; null from nothing.' })
  relativePct!: string | null;
  @IsPart(() => ProofTold) proof!: ProofTold;
}

class BlockingRule {
  @IsLine(256) pointer!: string;
  @IsAny(text) says!: string;
}

class BlockedTold {
  @IsCode() measure!: string;
  @IsAny(text) because!: string;
  @IsListOf(() => BlockingRule) blockedBy!: readonly BlockingRule[];
}

/** What would have to be different, one input at a time, for the policy to indicate another tier. */
export class WhyNotAnswered {
  @IsCode() externalId!: string;
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsDay() asOf!: Day;
  @IsInstant() knownAt!: Instant;
  @IsPosition() position!: string;
  @IsDay() decidedOn!: Day;
  @IsLine(256) decisionId!: string;
  @IsCode() target!: string;
  @IsCode({ nullable: true }) indicated!: WhyNot['indicated'];
  @IsCode({ nullable: true }) computed!: WhyNot['computed'];
  @IsFlag({ description: 'Whether the change of one input alone is enough, or none is needed.' })
  alone!: boolean;
  @IsListOf(() => ChangeTold, { description: 'The smallest in proportion first.' })
  changes!: readonly ChangeTold[];
  @IsListOf(() => BlockedTold, { description: 'Inputs of which no value alone is enough.' })
  impossible!: readonly BlockedTold[];
}
