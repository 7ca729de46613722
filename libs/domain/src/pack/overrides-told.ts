import { type Day, dayIn } from '#libs/kernel';
import { override as anOverride } from '../override/override';
import type { Override, Yes } from '../override/override-life';
import type { OverrideEvent } from '../override/override.events';
import type { PersonId } from '../vocabulary';
import type { PackInputs, ToldEvent } from './pack-inputs';

type Begun = Extract<OverrideEvent, { type: 'OverrideRequested' | 'EmergencyOverrideTaken' }>;

/** An override as known at the pin, with what was said of it on the way. */
export interface OverrideTold {
  readonly externalId: string;
  readonly life: Override;
  readonly begun: Begun;
  readonly requestedOn: Day;
  readonly yeses: readonly Yes[];
  /** The days on which the last of these was recorded; null where it never was. */
  readonly approvedOn: Day | null;
  readonly revokedOn: Day | null;
  readonly driftedOn: Day | null;
  readonly supersededOn: Day | null;
  /** As it is by the last word on it. */
  readonly jump: Begun['data']['jump'];
}

type Draft = { -readonly [Key in keyof OverrideTold]: OverrideTold[Key] };

/** The overrides of the view whose accounts are inside, in the order in which they were asked for. */
export const overridesTold = (
  { overrides, coordinates: { view }, settings }: PackInputs,
  isInside: (externalId: string) => boolean,
): OverrideTold[] =>
  overrides
    .filter(([first]) => first && first.event.data.view === view && isInside(first.event.data.externalId))
    .flatMap((told) => toldOf(told, settings.governanceTimeZone))
    .sort(inOrderAsked);

const inOrderAsked = (a: OverrideTold, b: OverrideTold): number =>
  a.requestedOn !== b.requestedOn
    ? a.requestedOn < b.requestedOn
      ? -1
      : 1
    : a.life.overrideId < b.life.overrideId
      ? -1
      : 1;

const toldOf = (told: readonly ToldEvent<OverrideEvent>[], timeZone: string): Draft[] => {
  const drafts = new Map<string, Draft>();
  let lives = anOverride.initialState();
  for (const { event, recordedAt } of told) {
    const { overrideId } = event.data;
    // That nobody decided in time follows from the days, whether or not it has been announced.
    if (event.type === 'OverrideLapsed' && lives.get(overrideId)?.status === 'requested') continue;
    lives = anOverride.evolve(lives, event);
    const life = lives.get(overrideId);
    if (!life) continue;
    const draft = isBeginning(event) ? beginning(event, life) : drafts.get(overrideId);
    if (!draft) continue;
    drafts.set(overrideId, draft);
    note(draft, event, dayIn(recordedAt, timeZone));
  }
  // What was recorded last may have changed any of them.
  for (const draft of drafts.values()) draft.life = lives.get(draft.life.overrideId) ?? draft.life;
  return [...drafts.values()];
};

const isBeginning = (event: OverrideEvent): event is Begun =>
  event.type === 'OverrideRequested' || event.type === 'EmergencyOverrideTaken';

const beginning = (begun: Begun, life: Override): Draft => ({
  externalId: begun.data.externalId,
  life,
  begun,
  requestedOn: begun.type === 'OverrideRequested' ? begun.data.requestedOn : begun.data.from,
  yeses: [],
  approvedOn: begun.type === 'OverrideRequested' ? null : begun.data.from,
  revokedOn: null,
  driftedOn: null,
  supersededOn: null,
  jump: begun.data.jump,
});

const note = (draft: Draft, { type, data }: OverrideEvent, on: Day): void => {
  if ('jump' in data) draft.jump = data.jump;
  if (type === 'OverrideApprovalGiven' || type === 'OverrideApproved' || type === 'OverrideRatified')
    draft.yeses = [...draft.yeses, data];
  if (type === 'OverrideApproved') draft.approvedOn = data.decidedOn;
  if (type === 'OverrideRevoked') draft.revokedOn = on;
  if (type === 'OverrideSuperseded') draft.supersededOn = on;
  if (type === 'BasisDrifted') draft.driftedOn = data.driftedOn;
};

/** Who said yes, and for whom. */
export const peopleIn = (yeses: readonly Yes[]): PersonId[] =>
  yeses.flatMap(({ decidedBy, onBehalfOf }) =>
    onBehalfOf === undefined ? [decidedBy] : [decidedBy, onBehalfOf],
  );
