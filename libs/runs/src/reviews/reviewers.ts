import {
  conflictsOf,
  ExternalId,
  insideScope,
  type Matter,
  OverrideId,
  type PersonId,
  type SchemeCode,
  type SodFinding,
} from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { OverrideKnown, OverridesView, Progress } from '#libs/views';
import type { Caller } from '../overrides/duties';
import type { Found } from '../overrides/looking';
import type { OverrideDesk } from '../overrides/overrides-desk';
import type { Opened } from './reviews-found';

export interface ReviewersParts {
  readonly store: EventStore;
  readonly progress: Progress;
  readonly overrides: OverrideDesk;
  readonly overridesView: OverridesView;
}

const pageLength = 500;

/** Who may review: nobody what they, or whom they may decide for, have asked for, approved or attested. */
export class Reviewers {
  constructor(private readonly parts: ReviewersParts) {}

  /** What speaks against somebody before these overrides; before none, that they may not decide at all. */
  async findings(
    { person, roles }: Pick<Caller, 'person' | 'roles'>,
    { scheme, overrides }: { readonly scheme: SchemeCode; readonly overrides: readonly OverrideId[] },
    on: Day,
  ): Promise<readonly SodFinding[]> {
    const { chart } = await this.parts.overrides.org.now();
    const matter = { act: 'review' as const, scheme, ...(await this.partiesIn(overrides)) };
    return conflictsOf({ matter, decider: { person, roles: [...roles] }, chart, on });
  }

  /** Emergencies that stand on accounts of a review and are not ratified. */
  async openEmergencies({ scheme, view, scope }: Opened, today: Day): Promise<OverrideId[]> {
    const open = (await this.active(scheme, today)).filter(
      (one) => one.view === view && one.kind === 'EMERGENCY' && one.ratifyBy !== null,
    );
    const { grounds } = this.parts.overrides;
    const profiles = await Promise.all(
      open.map(({ externalId }) =>
        grounds.profileOf({ scheme, view, externalId: ExternalId.parse(externalId) }),
      ),
    );
    return open
      .filter((_, index) => insideScope(scope, profiles[index]!))
      .map(({ id }) => OverrideId.parse(id));
  }

  private async active(scheme: SchemeCode, today: Day): Promise<OverrideKnown[]> {
    const { store, progress, overridesView } = this.parts;
    await progress.reach('overrides', await store.head());
    const found: OverrideKnown[] = [];
    for (let after: string | undefined; ;) {
      const page = { limit: pageLength, ...(after !== undefined && { after }) };
      const { items, next } = await overridesView.page({ scheme, state: 'ACTIVE', today }, page);
      found.push(...items);
      if (next === null) return found;
      after = next;
    }
  }

  private async partiesIn(
    overrides: readonly OverrideId[],
  ): Promise<Pick<Matter, 'requestedBy' | 'approvedBy'>> {
    const { decisions } = this.parts.overrides;
    const named = await Promise.all([...new Set(overrides)].map((id) => decisions.find(id)));
    return {
      requestedBy: named.flatMap(({ override }) => override.requestedBy),
      approvedBy: named.flatMap(approversOf),
    };
  }
}

/** Who said yes to it, when it was asked for or when what it stands upon had changed. */
const approversOf = ({ override, told }: Found): PersonId[] => [
  ...override.given.flatMap(voices),
  ...(told.attested.get(override.overrideId) ?? []),
];

const voices = ({
  decidedBy,
  onBehalfOf,
}: {
  readonly decidedBy: PersonId;
  readonly onBehalfOf?: PersonId | undefined;
}): PersonId[] => (onBehalfOf === undefined ? [decidedBy] : [decidedBy, onBehalfOf]);
