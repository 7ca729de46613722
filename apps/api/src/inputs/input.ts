import { type InputEntry, InputGroup, type Measure, type SchemeCode, type TierCode } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { IsAny, IsCode, IsDay, IsLine, IsListOf, IsOneOf, IsPosition, IsWhole } from '../http/fields';
import { AccountQuestion } from '../accounts/account';
import { pageOf } from '../http/answers';
import { IsCursor, IsLimit } from '../http/paging/paging';
import { whyNoLine } from '../http/lines';
import { field } from '../http/shape';

export class OfMeasure {
  @IsLine(64) measure!: Measure;
}

const IsTiers = () =>
  field(
    { type: 'array', items: { type: 'string', minLength: 1, maxLength: 128 }, minItems: 1, maxItems: 50 },
    (value) =>
      Array.isArray(value) &&
      value.length >= 1 &&
      value.length <= 50 &&
      value.every((tier) => whyNoLine(128)(tier) === undefined)
        ? undefined
        : 'This is a list of 1 to 50 tiers, each of 1 to 128 characters.',
    { description: 'The tiers whose accounts have to have it.' },
  );

class RequiredBy {
  @IsCode() scheme!: SchemeCode;
  @IsTiers() tiers!: TierCode[];
}

const freshness = 'Days after which a fact of it is stale, where no policy says otherwise.';

/** What the catalogue is to say of a measure. */
export class InputTerms {
  @IsLine(256) label!: string;
  @IsOneOf(InputGroup.options) group!: InputGroup;
  @IsLine(64, { example: 'EUR' }) unit!: string;
  @IsLine(256, { example: 'CRM' }) source!: string;
  @IsWhole(1, 36500, { optional: true, nullable: true, description: freshness }) freshnessDays?:
    number | null;
  @IsListOf(() => RequiredBy, { optional: true, most: 50 }) requiredByTiers?: RequiredBy[];
  @IsLine(2000, { optional: true }) description?: string;
}

class CatalogueEntry {
  @IsLine(64) measure!: string;
  @IsLine(256) label!: string;
  @IsOneOf(InputGroup.options, { nullable: true }) group!: InputGroup | null;
  @IsLine(64, { nullable: true }) unit!: string | null;
  @IsLine(256, { nullable: true }) source!: string | null;
  @IsWhole(1, 36500, { nullable: true, description: freshness }) freshnessDays!: number | null;
  @IsListOf(() => RequiredBy) requiredByTiers!: readonly RequiredBy[];
  @IsAny({ type: 'string' }) description!: string;
}

export class InputSaved extends CatalogueEntry {
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'Also the ETag.' }) revision!: number | null;
  @IsPosition() position!: string;
}

class ReadBy {
  @IsCode() scheme!: string;
  @IsWhole(1, 1_000_000) version!: number;
  @IsLine(64, { description: 'What the policy calls it.' }) as!: string;
  @IsWhole(1, 36500, { nullable: true, description: 'The limit that the policy sets.' })
  freshnessDays!: number | null;
}

const origins = ['tenant', 'built-in', 'policy', 'facts'] as const;

export class CataloguedInput extends CatalogueEntry {
  @IsOneOf(origins, {
    description:
      'Who describes it; `policy` and `facts`: nobody, but a policy reads it, or there are facts of it.',
  })
  origin!: (typeof origins)[number];
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'Of what the tenant says of it.' })
  revision!: number | null;
  @IsWhole(0, 2 ** 40, { description: 'How many facts of it there are.' }) facts!: number;
  @IsListOf(() => ReadBy, { description: 'The policies in force that read it.' }) readBy!: readonly ReadBy[];
}

export class InputPage extends pageOf(CataloguedInput) {
  @IsDay() asOf!: Day;
}

export class CatalogueAsked extends AccountQuestion {
  @IsDay({ optional: true, description: 'Today in the governance time zone when absent.' }) asOf?: Day;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

/** What is left out is nothing, not what it was before. */
export const entryOf = (terms: InputTerms): InputEntry => ({
  label: terms.label,
  group: terms.group,
  unit: terms.unit,
  source: terms.source,
  freshnessDays: terms.freshnessDays ?? null,
  requiredByTiers: terms.requiredByTiers ?? [],
  description: terms.description ?? '',
});
