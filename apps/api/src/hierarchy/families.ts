import { Injectable } from '@nestjs/common';
import type { Member } from '#libs/domain';
import { Hierarchy, TierHistory } from '#libs/views';
import { notFound } from '../http/problem';
import { Tenant } from '../settings/tenant';
import { Questions, type Standing } from '../tiers/questions';
import type { FamilyAnswered, FamilyMember, FamilyQuestion } from './family';

/** The views that families are read from, and those that their tiers are. */
export const familyViews = ['hierarchy', 'portfolio'];
const tieredFamilyViews = [...familyViews, 'tier-history'];

/** Who stands under whom on a day, and at which tiers. */
@Injectable()
export class Families {
  constructor(
    private readonly hierarchy: Hierarchy,
    private readonly tierHistory: TierHistory,
    private readonly questions: Questions,
    private readonly tenant: Tenant,
  ) {}

  /** @throws Problem NOT_FOUND for an account that nobody has onboarded and under which nobody stands */
  async of(externalId: string, question: FamilyQuestion): Promise<FamilyAnswered> {
    const standing = question.scheme === undefined ? undefined : await this.tiered(question);
    const at = standing?.at ?? (await this.questions.known(question, familyViews));
    const asOf = standing?.asOf ?? question.asOf ?? (await this.tenant.today());
    const kin = await this.hierarchy.kinship([externalId], asOf, at.position);
    const ultimateParent = kin.ultimateOf(externalId);
    const members = kin.membersOf(externalId);
    const unknown = await this.hierarchy.unknown([externalId, ultimateParent], at.position);
    if (unknown.has(externalId) && members.length === 0)
      throw notFound(`There is no account ${externalId}: PUT /v1/accounts/${externalId} onboards it.`);
    const tiers = standing && (await this.tiersOf([externalId, ...members.map(idOf)], standing));
    return {
      ...{ externalId, asOf, knownAt: at.knownAt, position: String(at.position) },
      parent: kin.parentOf(externalId),
      ultimateParent,
      unknown: unknown.has(ultimateParent),
      cycle: kin.isHeadOfCircle(ultimateParent),
      path: kin.pathOf(externalId),
      children: kin.childrenOf(externalId),
      members: tiers ? withTiers(members, tiers) : members,
      ...(tiers && { tier: tiers.get(externalId)! }),
    };
  }

  /** Families in the order of their ultimate parents; an account that stands alone is none. */
  async page(standing: Standing, page: { limit: number; after?: string }) {
    const { asOf, at } = standing;
    const { items: tops, next } = await this.hierarchy.ultimateParents(asOf, at.position, page);
    const [kin, unknown] = await Promise.all([
      this.hierarchy.kinship(tops, asOf, at.position),
      this.hierarchy.unknown(tops, at.position),
    ]);
    const everybody = tops.flatMap((top) => [top, ...kin.membersOf(top).map(idOf)]);
    const tiers = await this.tiersOf(everybody, standing);
    const items = tops.map((externalId) => ({
      externalId,
      unknown: unknown.has(externalId),
      cycle: kin.isHeadOfCircle(externalId),
      tier: tiers.get(externalId)!,
      members: withTiers(kin.membersOf(externalId), tiers),
    }));
    return { items, next };
  }

  async tiered(question: FamilyQuestion): Promise<Standing> {
    const standing = await this.questions.onADay(question, tieredFamilyViews);
    await this.questions.schemeIsKnown(standing.scheme);
    return standing;
  }

  private async tiersOf(externalIds: readonly string[], standing: Standing): Promise<Map<string, string>> {
    const questions = externalIds.map((externalId) => ({ ...standing, externalId }));
    const answers = await this.tierHistory.answers(questions);
    return new Map(externalIds.map((id, index) => [id, answers[index]?.effective ?? 'NOT_ONBOARDED']));
  }
}

const idOf = ({ externalId }: { externalId: string }): string => externalId;

const withTiers = (members: readonly Member[], tiers: ReadonlyMap<string, string>): FamilyMember[] =>
  members.map((member) => ({ ...member, tier: tiers.get(member.externalId)! }));
