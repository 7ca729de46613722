import { type ExceptionKind, exceptionKinds, type PackException } from '../pack/exceptions-section';
import { isMeasured } from '../pack/not-measured';
import type { Pack } from '../pack/pack';
import { ExternalId, OverrideId } from '../vocabulary';
import { exceptionWords, type Finding, findingOf, ofMove, ofOverride, ofRestatement } from './item-rules';
import type { ItemKind, ReviewItem } from './review-item';

/** What an item is about. */
export type About = Pick<ReviewItem, 'kind' | 'externalId' | 'name' | 'overrideId'>;
type Found = readonly [About, readonly Finding[]];

/** The exceptions of all kinds that could be looked for. */
export const exceptionsFound = ({ sections: { exceptions } }: Pack): PackException[] =>
  exceptionKinds.flatMap((kind) => {
    const section = exceptions[kind];
    return isMeasured(section) ? section.found : [];
  });

/** Whatever a pack has found that somebody has to look at, one by one. */
export const foundIn = (pack: Pack): Found[] => [
  ...movesIn(pack, 'PROMOTION'),
  ...movesIn(pack, 'DEMOTION'),
  ...pack.sections.restatements.rows.map((row): Found => [
    about('RESTATEMENT', row, row.overrideId),
    [ofRestatement(row)],
  ]),
  ...pack.sections.restatements.corrected.map((move): Found => [
    about('RESTATEMENT', move),
    ofMove(move.kind === 'promotion' ? 'PROMOTION' : 'DEMOTION', move),
  ]),
  ...standingOverridesIn(pack),
  ...exceptionsIn(pack),
];

const movesIn = ({ sections }: Pack, kind: 'PROMOTION' | 'DEMOTION'): Found[] =>
  (kind === 'PROMOTION' ? sections.promotions : sections.demotions).moves.map((move) => [
    about(kind, move, move.overrideId),
    ofMove(kind, move),
  ]);

/** What has ended is told in the pack, and there is nothing left to decide of it. */
const standingOverridesIn = ({ sections: { overrides } }: Pack): Found[] => {
  const isExpiring = new Set(overrides.expiring);
  const isEmergency = new Set(overrides.emergency);
  const looked = new Set([
    ...overrides.active,
    ...overrides.expiring,
    ...overrides.emergency,
    ...overrides.basisDrift,
  ]);
  return overrides.overrides
    .filter(({ overrideId }) => looked.has(overrideId))
    .map((one) => [
      about('OVERRIDE', one, one.overrideId),
      ofOverride(one, {
        isExpiring: isExpiring.has(one.overrideId),
        isEmergency: isEmergency.has(one.overrideId),
      }),
    ]);
};

/** A jump is a reason of the move itself, where the pack has it among the moves. */
const exceptionsIn = ({ sections: { exceptions, promotions, demotions, restatements } }: Pack): Found[] => {
  const jumped = [...promotions.moves, ...demotions.moves, ...restatements.corrected].filter(
    ({ steps }) => steps !== null && steps >= 2,
  );
  const moved = new Set(jumped.map(({ externalId }) => externalId));
  return exceptionKinds.flatMap((kind) => {
    const section = exceptions[kind];
    if (!isMeasured(section)) return [];
    return section.found
      .filter(({ externalId }) => kind !== 'JUMP_2' || externalId === null || !moved.has(externalId))
      .map((one): Found => [about('EXCEPTION', one, one.overrideId), [findingOf(wordOf(kind), one.inWords)]]);
  });
};

const wordOf = (kind: ExceptionKind) => [kind, ...exceptionWords[kind]] as const;

const about = (
  kind: ItemKind,
  { externalId, name }: { readonly externalId: string | null; readonly name: string | null },
  overrideId: string | null = null,
): About => ({
  kind,
  externalId: externalId === null ? null : ExternalId.parse(externalId),
  name,
  overrideId: overrideId === null ? null : OverrideId.parse(overrideId),
});
