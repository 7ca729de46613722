import type { Decimal } from '#libs/kernel';
import type { Attributes, Misfit, ResourceShares } from '#libs/domain';
import { IsAny, IsCode, IsFlag, IsLine, IsListOf, IsMoney, IsWhole } from '../http/fields';
import { NowAsked } from '../http/paging/paging';

const object = { type: 'object', additionalProperties: true };

class ShareOfTier {
  @IsCode() tier!: string;
  @IsMoney({ description: 'Per cent.' }) pct!: Decimal;
}

/** How the policy divides one resource among its tiers. */
export class ResourceDivided {
  @IsLine(2000) resource!: string;
  @IsListOf(() => ShareOfTier) shares!: ResourceShares['shares'];
  @IsMoney({ description: 'Per cent, of all tiers together.' }) sum!: Decimal;
  @IsFlag({ description: 'The shares sum to 100 %.' }) complete!: boolean;
}

export class TreatmentsAsked extends NowAsked {
  @IsCode({ optional: true, description: 'The primary scheme when absent.' }) scheme?: string;
  @IsWhole(1, 1_000_000, { optional: true, description: 'The version in force today when absent.' })
  version?: number;
}

class AttributeMisfit {
  @IsLine(128) attribute!: string;
  @IsLine(4000) detail!: string;
}

class TierTreated {
  @IsCode() tier!: string;
  @IsLine(256, { nullable: true }) label!: string | null;
  @IsWhole(0, 1000, { nullable: true }) rank!: number | null;
  @IsAny(object, { description: 'As the policy says it; what it leaves out has its default.' })
  treatment!: Attributes;
  @IsListOf(() => AttributeMisfit, { description: 'Attributes of another shape than is known.' })
  misfits!: readonly Misfit[];
}

export class TreatmentsAnswered {
  @IsCode() scheme!: string;
  @IsWhole(1, 1_000_000) version!: number;
  @IsListOf(() => TierTreated, { description: 'The best first, where tiers have an order.' })
  tiers!: readonly TierTreated[];
  @IsListOf(() => ResourceDivided) resourceShares!: readonly ResourceDivided[];
}
