import { addMonths, decimal } from '#libs/kernel';
import { sentenceOf } from '../explanation/words';
import { reversalsIn } from '../explanation/reversals';
import type { ExceptionsFound, ExceptionsSection } from './exceptions-section';
import { type About, jumpsIn, retroDecisionsIn } from './exceptional-moves';
import { type NotMeasured, notMeasured } from './not-measured';
import type { PackDecision } from './pack-inputs';
import { inOrder, type Scene } from './scene';
import { segregationFindings } from './segregation-findings';
import { changesIn, segmentOn } from './segments';

/** By account, then day; what is about no account comes first. */
const found = (exceptions: readonly About[], { nameOf, arrOf }: Scene): ExceptionsFound => ({
  found: exceptions
    .map(({ externalId = null, day = null, overrideId = null, decisionId = null, inWords }) => ({
      externalId,
      name: externalId === null ? null : nameOf(externalId),
      day,
      overrideId,
      decisionId,
      arr: externalId === null ? decimal('0') : arrOf(externalId),
      inWords,
    }))
    .sort((a, b) => inOrder(a.externalId ?? '', b.externalId ?? '') || inOrder(a.day ?? '', b.day ?? '')),
});

/** Section 8. */
export const exceptionsOf = (scene: Scene): ExceptionsSection => ({
  UNTIERED: found(untieredIn(scene), scene),
  STALE: found(scene.inputs.held.map(heldOf), scene),
  OVERDUE: found(overdueIn(scene), scene),
  FLAPPING: found(flappingIn(scene), scene),
  JUMP_2: found(jumpsIn(scene), scene),
  WAIT_LISTED: waitListed(scene),
  SEGREGATION: found(segregationFindings(scene), scene),
  RETRO_DECISION: found(retroDecisionsIn(scene), scene),
  ...unmeasured,
});

const unmeasured = {
  OWNER_ROLE_MISMATCH: notMeasured('Seats do not say yet which role serves an account.'),
  OVER_SERVED: notMeasured('Nothing is recorded yet of what serving an account costs.'),
  UNDER_SERVED: notMeasured('Nothing is recorded yet of what serving an account costs.'),
  HIDDEN_GEM: notMeasured('Nothing is recorded yet of the potential of an account beside its tier.'),
  CRM_DRIFT: notMeasured('No tier comes back from a CRM yet that it could be held against.'),
};

const untieredIn = ({ segments, inputs }: Scene): About[] =>
  [...segments].flatMap(([externalId, rows]) => {
    const row = segmentOn(rows, inputs.coordinates.closing);
    return row && row.effective === null
      ? [
          {
            externalId,
            day: row.from,
            decisionId: row.decisionId,
            inWords: `Without a tier since ${row.from}.`,
          },
        ]
      : [];
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

const overdueIn = ({ inputs }: Scene): About[] =>
  inputs.overdue.map(({ clock, externalId, dueOn, state }) => ({
    externalId,
    day: dueOn,
    inWords: `${clocks[clock]} was due on ${dueOn}${state === 'REVIEW_OVERDUE' ? ', and is past its ceiling' : ''}.`,
  }));

/** Four quarters up to the closing day. */
const flappingIn = ({ segments, ladders, inputs }: Scene): About[] => {
  const { closing: to, opening } = inputs.coordinates;
  const after = addMonths(opening, -9);
  return [...segments].flatMap(([externalId, rows]) => {
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

const waitListed = (scene: Scene): ExceptionsFound | NotMeasured =>
  scene.inputs.capacityKnown
    ? found(
        scene.inputs.waiting.map(({ externalId, tier, number, promotedOn }) => ({
          externalId,
          day: promotedOn,
          inWords: `Promoted to ${tier}, which has no place for it: number ${number} of those who wait.`,
        })),
        scene,
      )
    : notMeasured('Nobody has said by the closing day how many people are there for a tier.');
