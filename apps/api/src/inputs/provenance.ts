import type { PersonId, Provenance, RubricCode } from '#libs/domain';
import { compareDecimals, type Decimal, decimal, isDecimal } from '#libs/kernel';
import { EvidenceNamed } from '../evidence/evidence-named';
import { IsFlag, IsLine, IsLines, IsListOf, IsPart, IsTextMap, IsWhole } from '../http/fields';
import { field, type FieldOptions } from '../http/shape';

const IsConfidence = (options?: FieldOptions) =>
  field(
    { type: 'string', pattern: '^\\d(\\.\\d{1,10})?$', example: '0.81' },
    (value) =>
      isDecimal(value) &&
      compareDecimals(value, decimal('0')) >= 0 &&
      compareDecimals(value, decimal('1')) <= 0
        ? undefined
        : 'A confidence is a decimal from 0 to 1, as text.',
    options,
  );

class RubricFilled {
  @IsLine(64) rubric!: RubricCode;
  @IsWhole(1, 1_000_000) version!: number;
  @IsTextMap({ description: 'The answer to each question.' }) answers!: Record<string, string>;
}

class ModelNamed {
  @IsLine(128) id!: string;
  @IsLine(64) version!: string;
  @IsConfidence({ description: "The model's own, from 0 to 1." }) confidence!: Decimal;
}

/** What a source may say of what stands behind a value. */
export class ProvenanceSaid implements Omit<Provenance, 'independent'> {
  @IsLines({ optional: true, most: 20, description: 'Who assessed it.' }) assessors?: PersonId[];
  @IsListOf(() => EvidenceNamed, { optional: true, most: 50 }) evidence?: EvidenceNamed[];
  @IsPart(() => RubricFilled, { optional: true }) rubric?: RubricFilled;
  @IsPart(() => ModelNamed, { optional: true, description: 'The model that proposed the value.' })
  model?: ModelNamed;
}

/** The same as it is on record. */
export class ProvenanceKept extends ProvenanceSaid {
  @IsFlag({
    optional: true,
    description: "Whether an assessor is somebody other than the account's owner; ours to say.",
  })
  independent?: boolean;
}
