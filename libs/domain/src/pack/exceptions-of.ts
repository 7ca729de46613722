import { addMonths, decimal, type Pausing, pausingFlatMap, pausingMap } from '#libs/kernel';
import { sentenceOf } from '../explanation/words';
import { reversalsIn } from '../explanation/reversals';
import type { ExceptionsFound, ExceptionsSection } from './exceptions-section';
import { type About, jumpsIn, retroDecisionsIn } from './exceptional-moves';
import { type NotMeasured, notMeasured } from './not-measured';
import type { OverdueKnown, PackDecision, WaitingKnown } from './pack-inputs';
import { inOrder, type Scene } from './scene';
import { segregationFindings } from './segregation-findings';
import { changesIn, segmentOn } from './segments';

/** By account, then day; what is about no account comes first. */
function* found(exceptions: readonly About[], { nameOf, arrOf }: Scene): Pausing<ExceptionsFound> {
  const all = yield* pausingMap(
    exceptions,
    ({ externalId = null, day = null, overrideId = null, decisionId = null, inWords }) => ({
      externalId,
      name: externalId === null ? null : nameOf(externalId),
      day,
      overrideId,
      decisionId,
      arr: externalId === null ? none : arrOf(externalId),
      inWords,
    }),
  );
  return {
    found: all.sort(
      (a, b) => inOrder(a.externalId ?? '', b.externalId ?? '') || inOrder(a.day ?? '', b.day ?? ''),
    ),
  };
}

const none = decimal('0');

/** Section 8. */
export function* exceptionsOf(scene: Scene): Pausing<ExceptionsSection> {
  return {
    UNTIERED: yield* found(yield* untieredIn(scene), scene),
    STALE: yield* found(yield* pausingMap(scene.inputs.held, heldOf), scene),
    OVERDUE: yield* found(yield* pausingMap(scene.inputs.overdue, overdueOf), scene),
    FLAPPING: yield* found(yield* flappingIn(scene), scene),
    JUMP_2: yield* found(jumpsIn(scene), scene),
    WAIT_LISTED: yield* waitListed(scene),
    SEGREGATION: yield* found(segregationFindings(scene), scene),
    RETRO_DECISION: yield* found(yield* retroDecisionsIn(scene), scene),
    ...unmeasured,
  };
}

const unmeasured = {
  OWNER_ROLE_MISMATCH: notMeasured('Seats do not say yet which role serves an account.'),
  OVER_SERVED: notMeasured('Nothing is recorded yet of what serving an account costs.'),
  UNDER_SERVED: notMeasured('Nothing is recorded yet of what serving an account costs.'),
  HIDDEN_GEM: notMeasured('Nothing is recorded yet of the potential of an account beside its tier.'),
  CRM_DRIFT: notMeasured('No tier comes back from a CRM yet that it could be held against.'),
};

const untieredIn = ({ segments, inputs }: Scene): Pausing<About[]> =>
  pausingFlatMap(segments, ([externalId, rows]) => {
    const row = segmentOn(rows, inputs.coordinates.closing);
    if (row?.effective !== null) return [];
    const { from: day, decisionId } = row;
    return [{ externalId, day, decisionId, inWords: `Without a tier since ${day}.` }];
  });

const heldOf = ({ externalId, decisionId, assessment: { day, reasons } }: PackDecision): About => ({
  externalId,
  day,
  decisionId,
  inWords: ['The tier is held for want of inputs.', ...reasons.map(sentenceOf)].join(' '),
});

const clocks = {
  policy: 'The review of the policy',
  assignment: 'The assessment of the account',
  account: 'The business review of the account',
};

const overdueOf = ({ clock, externalId, dueOn, state }: OverdueKnown): About => ({
  externalId,
  day: dueOn,
  inWords: `${clocks[clock]} was due on ${dueOn}${state === 'REVIEW_OVERDUE' ? ', and is past its ceiling' : ''}.`,
});

/** Four quarters up to the closing day. */
const flappingIn = ({ segments, ladders, inputs }: Scene): Pausing<About[]> => {
  const { closing: to, opening } = inputs.coordinates;
  const after = addMonths(opening, -9);
  return pausingFlatMap(segments, ([externalId, rows]) => {
    const changes = changesIn(rows, { after, to }, ladders);
    const reversals = reversalsIn(changes);
    if (reversals < 2) return [];
    const path = changes.map(({ day, toTier }) => `${toTier ?? 'no tier'} on ${day}`).join(', ');
    return [
      {
        externalId,
        day: changes.at(-1)!.day,
        inWords: `Turned back ${reversals} times in four quarters: ${path}.`,
      },
    ];
  });
};

function* waitListed(scene: Scene): Pausing<ExceptionsFound | NotMeasured> {
  const { capacityKnown, waiting } = scene.inputs;
  if (!capacityKnown)
    return notMeasured('Nobody has said by the closing day how many people are there for a tier.');
  return yield* found(yield* pausingMap(waiting, waitingOf), scene);
}

const waitingOf = ({ externalId, tier, number, promotedOn: day }: WaitingKnown): About => ({
  externalId,
  day,
  inWords: `Promoted to ${tier}, which has no place for it: number ${number} of those who wait.`,
});
