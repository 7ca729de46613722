import { addDays, type Day, dayIn, type Pausing, pausingEach, pausingMap } from '#libs/kernel';
import type { OverridesSection, PackOverride } from './overrides-section';
import { endOf, type PackDays, stateAtClose } from './override-state';
import { type OverrideTold, peopleIn } from './overrides-told';
import { seatQuotasOf } from './quota-of';
import type { Scene } from './scene';

/** The day of which a pack tells and the day whose knowledge it uses. */
export const daysOf = ({ inputs: { coordinates, settings } }: Scene): PackDays => ({
  closing: coordinates.closing,
  known: dayIn(coordinates.pin.knownAt, settings.governanceTimeZone),
});

type Test = (told: OverrideTold) => boolean;
type List = keyof Omit<OverridesSection, 'overrides' | 'quota' | 'hindsight'>;

/** Section 7: overrides as they stand on the closing day by what is known at the pin. */
export function* overridesOf(scene: Scene): Pausing<OverridesSection> {
  const tests = testsOf(scene);
  const listed: OverrideTold[] = [];
  const ids = new Map<List, string[]>();
  yield* pausingEach(scene.overrides, (told) => {
    const lists = (Object.keys(tests) as List[]).filter((list) => tests[list](told));
    if (lists.length > 0) listed.push(told);
    for (const list of lists) {
      const known = ids.get(list);
      if (known) known.push(told.life.overrideId);
      else ids.set(list, [told.life.overrideId]);
    }
  });
  const idsOf = (list: List): readonly string[] => ids.get(list) ?? [];
  return {
    overrides: yield* pausingMap(listed, (told) => overrideOf(told, scene)),
    opened: idsOf('opened'),
    active: idsOf('active'),
    expiring: idsOf('expiring'),
    expired: idsOf('expired'),
    renewed: idsOf('renewed'),
    revoked: idsOf('revoked'),
    superseded: idsOf('superseded'),
    lapsed: idsOf('lapsed'),
    emergency: idsOf('emergency'),
    basisDrift: idsOf('basisDrift'),
    quota: seatQuotasOf(scene),
    hindsight: scene.inputs.hindsight,
  };
}

/** Which overrides stand in which list. */
const testsOf = (scene: Scene): Record<List, Test> => {
  const { opening, closing } = scene.inputs.coordinates;
  const days = daysOf(scene);
  // What somebody does belongs to the quarter of its day; what takes effect does so as a move does.
  const inQuarter = (day: Day | null): boolean => day !== null && opening <= day && day < closing;
  const takesEffect = (day: Day | null): boolean => day !== null && opening < day && day <= closing;
  const isActive: Test = ({ life }) => stateAtClose(life, days) === 'ACTIVE';
  const endsIn = ({ life }: OverrideTold, by: string, within: (day: Day | null) => boolean): boolean => {
    const end = endOf(life, days);
    return end?.by === by && within(end.on);
  };
  return {
    opened: ({ requestedOn }) => inQuarter(requestedOn),
    active: isActive,
    expiring: (told) =>
      isActive(told) && endsIn(told, 'EXPIRED', (day) => day !== null && day <= scene.next.until),
    expired: (told) => endsIn(told, 'EXPIRED', takesEffect),
    renewed: ({ life, approvedOn }) => life.renews !== null && inQuarter(approvedOn),
    revoked: ({ revokedOn }) => inQuarter(revokedOn),
    superseded: ({ supersededOn }) => inQuarter(supersededOn),
    lapsed: (told) => endsIn(told, 'LAPSED', takesEffect) || takesEffect(undecidedOn(told, closing)),
    emergency: ({ life, requestedOn }) => life.kind === 'EMERGENCY' && inQuarter(requestedOn),
    basisDrift: (told) => isActive(told) && driftOf(told) !== null,
  };
};

/** The first day on which a request counted no more, since nobody had decided; null where it counted still. */
const undecidedOn = ({ life, begun }: OverrideTold, closing: Day): Day | null => {
  if (begun.type !== 'OverrideRequested' || life.status !== 'requested') return null;
  const { decideBy } = begun.data;
  return closing > decideBy ? addDays(decideBy, 1) : null;
};

const driftOf = ({ life, driftedOn }: OverrideTold): PackOverride['drift'] =>
  life.status === 'approved' && life.drift && driftedOn
    ? { reattestBy: life.drift.reattestBy, driftedOn }
    : null;

const overrideOf = (told: OverrideTold, scene: Scene): PackOverride => {
  const { life, begun, externalId, requestedOn, jump, yeses } = told;
  const { overrideId, kind, tier, from, justification, renews, renewal, retro } = life;
  const isRequest = begun.type === 'OverrideRequested';
  const end = endOf(life, daysOf(scene));
  return {
    ...{
      overrideId,
      externalId,
      name: scene.nameOf(externalId),
      kind,
      tier,
      from,
      requestedOn,
      justification,
    },
    until: end ? end.on : life.until,
    state: stateAtClose(life, daysOf(scene)),
    seat: begun.data.seat,
    requestedBy: isRequest ? begun.data.requestedBy : begun.data.takenBy,
    decidedBy: peopleIn(yeses),
    reasonCode: isRequest ? begun.data.reasonCode : null,
    jump: jump.distance,
    direction: jump.direction,
    ...{ renews, renewal, retro },
    incident: isRequest ? null : begun.data.incident,
    ratifyBy: life.status === 'approved' ? life.ratifyBy : null,
    arr: scene.arrOf(externalId),
    drift: driftOf(told),
  };
};
