import {
  accountView,
  type ExternalId,
  OverrideId,
  OverrideType,
  type PersonId,
  type SchemeCode,
  type TierCode,
  type View,
} from '#libs/domain';
import { type Day, lastDay } from '#libs/kernel';
import type { EmergencyAsked, OverrideAsked } from '#libs/runs';
import { EvidenceNamed } from '../evidence/evidence-named';
import { IsCode, IsDay, IsLine, IsListOf, IsOneOf, IsProse } from '../http/fields';
import { invalidField } from '../http/problem';
import { IsOverrideId } from './ids';

/** Which timeline an override is about. */
class OnTimeline {
  @IsCode() externalId!: ExternalId;
  @IsCode() scheme!: SchemeCode;
  @IsCode({ optional: true, description: '`ACCOUNT` when absent.' }) view?: View;
}

/** What an override would do, and on which days. */
export class OverrideWanted extends OnTimeline {
  @IsOneOf(OverrideType.options) type!: OverrideType;
  @IsCode({ optional: true, nullable: true, description: 'Of PIN, FLOOR and CEILING.' })
  tier?: TierCode | null;
  @IsDay() from!: Day;
  @IsDay({
    optional: true,
    nullable: true,
    description: 'The first day outside; only an EXCLUDE goes without.',
  })
  until?: Day | null;
  @IsOverrideId({ optional: true, description: 'The override whose place it takes.' })
  supersedes?: OverrideId;
  @IsOverrideId({ optional: true, description: 'The override that it goes on with.' }) renews?: OverrideId;
  @IsLine(256, { optional: true, description: 'The principal, where a delegate asks.' })
  onBehalfOf?: PersonId;
}

export class OverrideTerms extends OverrideWanted {
  @IsLine(64) reasonCode!: string;
  @IsProse() justification!: string;
  @IsListOf(() => EvidenceNamed, { optional: true, most: 50 }) evidence?: EvidenceNamed[];
}

/** A request may be looked at before it is justified. */
export class PreviewTerms extends OverrideWanted {
  @IsLine(64, { optional: true }) reasonCode?: string;
  @IsProse({ optional: true }) justification?: string;
  @IsListOf(() => EvidenceNamed, { optional: true, most: 50 }) evidence?: EvidenceNamed[];
}

export class EmergencyTerms extends OnTimeline {
  @IsCode() tier!: TierCode;
  @IsDay({ description: 'The first day outside; it begins at once, and lasts 72 hours at most.' })
  until!: Day;
  @IsLine(256, { description: 'The reference of the incident.' }) incident!: string;
  @IsProse() justification!: string;
  @IsListOf(() => EvidenceNamed, { optional: true, most: 50 }) evidence?: EvidenceNamed[];
  @IsOverrideId({ optional: true }) supersedes?: OverrideId;
}

/** Terms run for years at most; days at the end of time leave no room for them. */
const farthest = `${Number(lastDay.slice(0, 4)) - 100}-01-01`;

const refuseFarDays = ({ from, until }: { from?: Day; until?: Day | null }): void => {
  for (const [name, day] of Object.entries({ from, until }))
    if (day && day > farthest) throw invalidField(`/${name}`, `A day before ${farthest} will do.`);
};

export const askedOf = (
  overrideId: OverrideId,
  { view = accountView, tier = null, until = null, ...terms }: PreviewTerms,
): OverrideAsked => {
  refuseFarDays({ from: terms.from, until });
  return {
    reasonCode: 'PREVIEW',
    justification: 'A preview.',
    evidence: [],
    ...terms,
    overrideId,
    view,
    tier,
    until,
  };
};

export const emergencyOf = (
  overrideId: OverrideId,
  { view = accountView, evidence = [], ...terms }: EmergencyTerms,
): EmergencyAsked => {
  refuseFarDays({ until: terms.until });
  return { ...terms, overrideId, view, evidence };
};
