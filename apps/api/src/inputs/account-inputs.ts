import { InputGroup } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { IsCode, IsDay, IsFlag, IsLine, IsListOf, IsOneOf, IsPart, IsWhole } from '../http/fields';
import { OfPolicy } from './completeness';
import { ProvenanceKept } from './provenance';

class Window {
  @IsDay() from!: Day;
  @IsDay() until!: Day;
  @IsWhole(0, 2 ** 40) lines!: number;
}

class InputKnown {
  @IsLine(64, { description: 'What the policy calls it.' }) measure!: string;
  @IsLine(64, { nullable: true, description: 'The measure of the facts that give it.' }) fact!: string | null;
  @IsLine(256) label!: string;
  @IsOneOf(InputGroup.options, { nullable: true }) group!: InputGroup | null;
  @IsLine(64, { nullable: true }) unit!: string | null;
  @IsLine(256, { nullable: true }) value!: string | null;
  @IsLine(64, { nullable: true, description: 'Why there is no value.' }) problem!: string | null;
  @IsCode({ nullable: true }) factId!: string | null;
  @IsDay({ nullable: true }) validFrom!: Day | null;
  @IsWhole(0, 1_000_000, { nullable: true }) ageDays!: number | null;
  @IsWhole(1, 36500, { nullable: true }) freshnessDays!: number | null;
  @IsFlag({ description: 'False where the catalogue alone asks for it.' }) readByPolicy!: boolean;
  @IsPart(() => Window, { nullable: true, description: 'The window of revenue that gives it.' })
  window!: Window | null;
  @IsLine(256, { nullable: true }) source!: string | null;
  @IsPart(() => ProvenanceKept, { nullable: true }) provenance!: ProvenanceKept | null;
}

export class AccountInputs extends OfPolicy {
  @IsCode() externalId!: string;
  @IsListOf(() => InputKnown) items!: readonly InputKnown[];
}
