import type { Day, Instant } from '#libs/kernel';
import { pageOf } from '../http/answers';
import { IsCode, IsDay, IsFlag, IsInstant, IsListOf, IsPosition, IsWhole } from '../http/fields';
import { field } from '../http/shape';
import { IsCursor, IsLimit } from '../http/paging/paging';
import { OnADay } from '../tiers/questions';

const tier = {
  optional: true,
  description: 'The effective tier, where a scheme is named; also UNTIERED, NOT_ONBOARDED and MERGED_INTO.',
} as const;

/** Ids in an order that means something. */
const IsIds = (description: string) =>
  field({ type: 'array', items: { type: 'string' } }, () => undefined, { description });

/** An account under another. */
export class FamilyMember {
  @IsCode() externalId!: string;
  @IsCode() parent!: string;
  @IsWhole(1, 1_000_000, { description: '1 for a child, 2 for a child of a child.' }) depth!: number;
  @IsCode(tier) tier?: string;
}

/** An account among those above and under it, on a day, as known at a moment. */
export class FamilyAnswered {
  @IsCode() externalId!: string;
  @IsDay() asOf!: Day;
  @IsInstant() knownAt!: Instant;
  @IsPosition() position!: string;
  @IsCode({ nullable: true }) parent!: string | null;
  @IsCode({ description: 'The account itself where nobody is above it.' }) ultimateParent!: string;
  @IsFlag({ description: 'Nobody has onboarded the ultimate parent.' }) unknown!: boolean;
  @IsFlag({ description: 'The links ran in a circle: its smallest id counts as the ultimate parent.' })
  cycle!: boolean;
  @IsIds('Everybody above, the parent first and the ultimate parent last.') path!: readonly string[];
  @IsIds('Right under the account, in the order of their ids.') children!: readonly string[];
  @IsListOf(() => FamilyMember, { description: 'All under the account, each behind its parent.' })
  members!: readonly FamilyMember[];
  @IsCode(tier) tier?: string;
}

/** `scheme` adds tiers. */
export class FamilyQuestion extends OnADay {}

class Family {
  @IsCode({ description: 'The ultimate parent.' }) externalId!: string;
  @IsFlag({ description: 'Nobody has onboarded it.' }) unknown!: boolean;
  @IsFlag() cycle!: boolean;
  @IsCode({ description: 'Also UNTIERED, NOT_ONBOARDED and MERGED_INTO.' }) tier!: string;
  @IsListOf(() => FamilyMember) members!: readonly FamilyMember[];
}

export class FamilyPage extends pageOf(Family) {}

export class FamiliesQuestion extends OnADay {
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}
