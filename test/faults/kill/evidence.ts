import type { Instance } from '#libs/platform';
import { origin, type Recorded } from '#libs/event-store';
import {
  type AccountEvent,
  foldTimeline,
  type OverrideEvent,
  type Placement,
  placement,
  type PlacementEvent,
  type SchemeEvent,
  scheme,
  schemeKnowledge,
} from '#libs/domain';
import { canonicalJson } from '#libs/kernel';

/** The whole log, as it stands. */
export const readLog = async ({ store }: Instance): Promise<Recorded[]> => {
  const log: Recorded[] = [];
  const head = await store.head();
  for await (const page of store.follow(origin)) {
    log.push(...page);
    if (page.at(-1)!.position >= head) break;
  }
  return log;
};

/** Where the log is not what a log is: positions and revisions without gaps, every event once and readable. */
export const flawsOf = (log: readonly Recorded[]): string[] => {
  const flaws: string[] = [];
  const revisions = new Map<string, number>();
  const ids = new Set<string>();
  log.forEach(({ id, position, revision, stream, unreadable }, index) => {
    const due = revisions.get(stream) ?? 0;
    if (position !== BigInt(index + 1)) flaws.push(`position ${position} stands at ${index + 1}`);
    if (revision !== due) flaws.push(`${stream} goes on at revision ${revision} instead of ${due}`);
    if (ids.has(id)) flaws.push(`event ${id} stands twice`);
    if (unreadable !== undefined) flaws.push(`event ${id} cannot be read: ${unreadable}`);
    revisions.set(stream, revision + 1);
    ids.add(id);
  });
  return flaws;
};

/** What the log tells that a client can have asked for, in the client's words, with the positions of each. */
export const toldIn = (log: readonly Recorded[]): Map<string, bigint[]> => {
  const told = new Map<string, bigint[]>();
  for (const { event, position } of log)
    for (const thing of sayingsOf(event as AccountEvent | SchemeEvent | OverrideEvent))
      told.set(thing, [...(told.get(thing) ?? []), position]);
  return told;
};

const sayingsOf = ({ type, data }: AccountEvent | SchemeEvent | OverrideEvent): string[] => {
  if (type === 'EmergencyOverrideTaken') return [`emergency ${data.externalId}`];
  if (type === 'AccountOnboarded') return [`account ${data.externalId}`];
  if (type === 'FactsRecorded' || type === 'RevenueRecorded')
    return data.facts.map(({ factId }) => `fact ${data.externalId} ${factId}`);
  if (type === 'FactCorrected') return [`correction ${data.reason}`];
  if (type === 'AssessmentDayAdded') return [`run ${data.day}`];
  if (type !== 'PolicyDrafted') return [];
  return 'boundaries' in data.document ? [`draft ${data.document.boundaries[0]!.at}`] : [];
};

/** The overrides of which an event of a type tells, one for each time it does. */
export const overridesIn = (log: readonly Recorded[], type: string): string[] =>
  log.flatMap(({ event }) => (event.type === type ? [(event as OverrideEvent).data.overrideId] : [])).sort();

/** How many accounts each outcome has had on the day of a run, by what that run has recorded. */
export const movesOf = (log: readonly Recorded[], runId: string, on: string): Record<string, number> => {
  const moves: Record<string, number> = { ASSIGNED: 0, PROMOTED: 0, DEMOTED: 0 };
  for (const { event } of log) {
    const { data } = event as PlacementEvent;
    if (!('cause' in data) || data.cause.runId !== runId) continue;
    const all = 'assessments' in data ? data.assessments : 'assessment' in data ? [data.assessment] : [];
    for (const { day, outcome } of all)
      if (day === on && outcome in moves) moves[outcome] = moves[outcome]! + 1;
  }
  return moves;
};

/** Every account there is. */
export const everybodyIn = (log: readonly Recorded[]): string[] =>
  log.flatMap(({ event: { type, data } }) =>
    type === 'AccountOnboarded' ? [(data as { externalId: string }).externalId] : [],
  );

/** Accounts whose recorded timeline is not what all that is known of them now folds to. */
export const unfolded = async (instance: Instance, log: readonly Recorded[]): Promise<string[]> => {
  const head = log.at(-1)!.position;
  const placed = new Map<string, Placement>();
  let plan = scheme.initialState();
  for (const { stream, event } of log) {
    if (stream === 'scheme-cv') plan = scheme.evolve(plan, event as SchemeEvent);
    if (!stream.startsWith('placement-')) continue;
    const { externalId } = (event as PlacementEvent).data;
    const before = placed.get(externalId) ?? placement.initialState();
    placed.set(externalId, placement.evolve(before, event as PlacementEvent));
  }
  const everybody = everybodyIn(log);
  const known = await instance.facts.knowledgeOf(everybody, head);
  return everybody.filter((externalId) => {
    const timeline = foldTimeline(known.get(externalId)!, schemeKnowledge(plan), null, []);
    const { opened, assessments } = placed.get(externalId) ?? placement.initialState();
    return canonicalJson(timeline) !== canonicalJson({ opened, assessments });
  });
};
