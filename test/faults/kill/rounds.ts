import type { Failpoint } from '#libs/event-store';
import { Seeded } from '../../bench/seeded';

/** One life of the server: where it is killed, and what the client is at besides its usual writing. */
export interface Round {
  readonly point: Failpoint | 'at-any-moment';
  /** At which passing of the point; at any moment: after how many milliseconds. */
  readonly at: number;
  readonly errand: 'import' | 'evaluation' | 'emergency' | null;
  /** The client sees its jobs through before it writes anything new. */
  readonly patient: boolean;
}

type Kind = Pick<Round, 'point'> & Partial<Round> & { readonly rounds: number; readonly reach: number };

/** Every point has its rounds; `reach` bounds the passing at which it strikes, so that a round is short. */
const kinds: readonly Kind[] = [
  { point: 'before-append', rounds: 11, reach: 40 },
  { point: 'after-append-before-answer', rounds: 11, reach: 40 },
  { point: 'after-rows-before-checkpoint', rounds: 11, reach: 150 },
  { point: 'in-the-middle-of-an-import', rounds: 5, reach: 3, errand: 'import' },
  { point: 'in-the-middle-of-an-evaluation', rounds: 4, reach: 2, errand: 'evaluation' },
  { point: 'in-the-middle-of-a-reaction', rounds: 4, reach: 10 },
  { point: 'in-the-middle-of-an-announcement', rounds: 3, reach: 1, errand: 'emergency' },
  { point: 'in-the-middle-of-a-handover', rounds: 3, reach: 4, errand: 'emergency' },
  { point: 'at-any-moment', rounds: 4, reach: 2_500 },
];

const often: ReadonlySet<Round['point']> = new Set([
  'before-append',
  'after-append-before-answer',
  'after-rows-before-checkpoint',
]);

/**
 * All rounds of a run, as a seed shuffles them. A job is given up when five processes in a row have died over it
 * without a step forward, which is right and not what is tested here: so every third round is a patient one that
 * strikes late, behind the job's next step.
 */
export const roundsFor = (seed: number): Round[] => {
  const chance = new Seeded(seed);
  const kindsInTurn = shuffled(
    kinds.flatMap((kind) => Array.from({ length: kind.rounds }, () => kind)),
    chance,
  );
  const late: Kind[] = [];
  const soon: Kind[] = [];
  for (const kind of kindsInTurn)
    (often.has(kind.point) && late.length < Math.floor(kindsInTurn.length / 3) ? late : soon).push(kind);
  return kindsInTurn.map((_, index) => {
    const patient = index % 3 === 2;
    const { point, reach, errand = null } = (patient ? late : soon).pop()!;
    const half = Math.ceil(reach / 2);
    return { point, errand, patient, at: patient ? half + chance.below(half) : 1 + chance.below(reach) };
  });
};

const shuffled = <T>(things: readonly T[], chance: Seeded): T[] =>
  things
    .map((thing) => ({ thing, order: chance.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ thing }) => thing);
