import { addDays, type Day, type Pausing, pausingEach } from '#libs/kernel';
import { policyOn } from '../placement/due-days';
import type { SchemeEvent } from '../scheme/scheme.events';
import type { Cover, PolicyChange, PolicyOfQuarter, Population } from './cover';
import { notMeasured } from './not-measured';
import type { Matrix } from './migration-section';
import { coverWords } from './cover-words';
import type { Scene } from './scene';
import { segmentOn } from './segments';

/** Section 1. */
export function* coverOf(scene: Scene, matrix: Matrix): Pausing<Cover> {
  const { coordinates, settings } = scene.inputs;
  const { quarter: label, opening, closing, pin } = coordinates;
  const cover = {
    quarter: { label, from: opening, until: closing },
    calendar: settings.fiscalCalendar,
    timeZone: settings.governanceTimeZone,
    policies: policiesIn(scene),
    policyChanges: changesOfPolicy(scene),
    population: yield* populationOf(scene, matrix),
    completeness: {
      position: pin.position,
      events: pin.position,
      certificates: notMeasured('Views do not keep a running hash of what they have consumed yet.'),
    },
  };
  return { ...cover, inWords: coverWords(cover, scene) };
}

const policiesIn = ({ plan, inputs }: Scene): PolicyOfQuarter[] => {
  const { opening, closing } = inputs.coordinates;
  const people = peopleBehind(inputs.scheme);
  return plan.policies
    .filter(({ from, until }) => from <= closing && (until === null || until > opening))
    .map(({ version, document, from, until }) => ({
      ...{ version, kind: document.kind, from, until },
      ...(people.get(version) ?? { author: '', approvedBy: [] }),
    }));
};

/** Who wrote each version, and who approved it. */
const peopleBehind = (events: readonly SchemeEvent[]) => {
  const people = new Map<number, { author: string; approvedBy: string[] }>();
  for (const { type, data } of events) {
    if (type === 'PolicyDrafted') people.set(data.version, { author: data.author, approvedBy: [] });
    if (type === 'PolicyApprovalGiven' || type === 'PolicyApproved')
      people.get(data.version)?.approvedBy.push(data.approvedBy);
  }
  return people;
};

/** The days behind the opening, up to the closing day, on which another version began or the last one ended. */
const changesOfPolicy = ({ plan, inputs }: Scene): PolicyChange[] => {
  const { opening, closing } = inputs.coordinates;
  const edges = plan.policies.flatMap(({ from, until }) => (until === null ? [from] : [from, until]));
  return [...new Set(edges)]
    .filter((day) => opening < day && day <= closing)
    .sort()
    .map((day) => ({ day, from: versionOn(addDays(day, -1)), to: versionOn(day) }))
    .filter(({ from, to }) => from !== to);

  function versionOn(on: Day): number | null {
    return policyOn(plan, on)?.version ?? null;
  }
};

function* populationOf({ segments, inputs }: Scene, matrix: Matrix): Pausing<Population> {
  const { closing } = inputs.coordinates;
  const byAccounts = inputs.accounts.filter(({ opened }) => opened !== null && opened <= closing).length;
  let byTierHistory = 0;
  yield* pausingEach(segments.values(), (rows) => {
    if (segmentOn(rows, closing)) byTierHistory += 1;
  });
  const byMigration = matrix.cells.reduce((sum, { accounts }) => sum + accounts, 0);
  return {
    byAccounts,
    byTierHistory,
    byMigration,
    agree: byAccounts === byTierHistory && byTierHistory === byMigration,
  };
}
