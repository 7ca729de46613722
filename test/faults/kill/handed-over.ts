import type { HandoverEvent, TreatmentChangeRequired } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import type { Instance } from '#libs/platform';

type Required = ReturnType<typeof TreatmentChangeRequired>['data'];

/** A change that the people around an account were told of, where the log has it. */
export type Told = Required & { readonly position: bigint };

/** Accounts that stand at another tier at once, because something has happened. */
export const emergenciesIn = (log: readonly Recorded[]): string[] =>
  log
    .flatMap(({ event: { type, data } }) =>
      type === 'EmergencyOverrideTaken' ? [(data as { externalId: string }).externalId] : [],
    )
    .sort();

/** What people were told of each account, in its order. */
export const handedOverIn = (log: readonly Recorded[]): Map<string, Told[]> => {
  const told = new Map<string, Told[]>();
  for (const { stream, event, position } of log) {
    if (!stream.startsWith('handover-')) continue;
    const { type, data } = event as HandoverEvent;
    // Nobody acknowledges anything here, and so nothing is ever taken back.
    if (type !== 'TreatmentChangeRequired') throw new Error(`${type} of ${data.externalId}`);
    told.set(data.externalId, [...(told.get(data.externalId) ?? []), { ...data, position }]);
  }
  return told;
};

/**
 * Where what was told of an account is no chain. Each change begins at the tier that the one before it has led to,
 * so that one told twice breaks it, as one does that was told before what led to it was recorded.
 */
export const brokenIn = (told: ReadonlyMap<string, readonly Told[]>, log: readonly Recorded[]): string[] => {
  const recorded = new Map(log.map(({ id, position }) => [id, position]));
  const broken = (one: Told, before: Told | undefined) => {
    const { change, supersedes, fromTier, toTier, day, basis, cause, position } = one;
    const ledTo = recorded.get(cause.eventId!);
    if (change !== (before?.change ?? 0) + 1 || supersedes !== before?.change) return 'does not count on';
    if (fromTier !== (before?.toTier ?? null) || fromTier === toTier) return 'does not go on';
    if (before && (day < before.day || BigInt(basis) < BigInt(before.basis))) return 'goes back';
    return ledTo && ledTo <= BigInt(basis) && BigInt(basis) < position ? undefined : 'comes before its cause';
  };
  return [...told].flatMap(([externalId, changes]) =>
    changes.flatMap((one, index) => {
      const how = broken(one, changes[index - 1]);
      return how ? [`${externalId}, change ${one.change}: ${one.fromTier} to ${one.toTier} ${how}`] : [];
    }),
  );
};

/** Changes that were told of without having been so by what was known then. */
export const untrueOf = async (
  instance: Instance,
  told: ReadonlyMap<string, readonly Told[]>,
): Promise<Told[]> => {
  const changes = [...told.values()].flat();
  const tiers = await tiersOf(
    instance,
    changes.map(({ externalId, day, basis }) => ({ externalId, on: day, position: BigInt(basis) })),
  );
  return changes.filter(({ toTier }, index) => toTier !== tiers[index]);
};

/** Accounts that stand elsewhere than the people around them were told last, or of which nobody was told. */
export const untoldOf = async (
  instance: Instance,
  told: ReadonlyMap<string, readonly Told[]>,
  { everybody, on }: { readonly everybody: readonly string[]; readonly on: string },
): Promise<string[]> => {
  const position = await instance.store.head();
  const tiers = await tiersOf(
    instance,
    everybody.map((externalId) => ({ externalId, on, position })),
  );
  const last = (externalId: string) => told.get(externalId)?.at(-1)?.toTier ?? null;
  return everybody.flatMap((externalId, index) =>
    last(externalId) === tiers[index] ? [] : [`${externalId} ${last(externalId)} ${tiers[index]}`],
  );
};

interface Question {
  readonly externalId: string;
  readonly on: string;
  readonly position: bigint;
}

/** Null is no tier. */
const tiersOf = async (
  { tierHistory, clock }: Instance,
  questions: readonly Question[],
): Promise<(string | null)[]> => {
  const knownAt = await clock.now();
  const answers = await tierHistory.answers(
    questions.map(({ externalId, on, position }) => ({
      ...{ scheme: 'cv', view: 'ACCOUNT', externalId, asOf: on as never, today: on as never },
      at: { position, knownAt },
    })),
  );
  return answers.map((answer) =>
    answer === null || answer.effective === 'UNTIERED' ? null : answer.effective,
  );
};
