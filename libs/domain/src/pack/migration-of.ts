import { type Pausing, pausingFlatMap } from '#libs/kernel';
import type { Matrix, MigrationSection } from './migration-section';
import { matrixOf, orderOf } from './matrix';
import { notMeasured } from './not-measured';
import type { ArrTold } from './pack-inputs';
import type { Scene } from './scene';
import { newcomer, passageOf } from './standing-at';

/** Section 2. */
export function* migrationOf(scene: Scene): Pausing<MigrationSection> {
  const { coordinates, arr } = scene.inputs;
  const current = yield* matrixBetween(scene, 'current');
  const previous = yield* matrixBetween(scene, 'previous');
  const names = [current, previous].flatMap(({ cells }) => cells.flatMap(({ from, to }) => [from, to]));
  const tiers = [...new Set([...(scene.ladder?.tiers ?? []), ...names])]
    .filter((name) => name !== newcomer)
    .sort(orderOf(scene.ladder?.tiers ?? []));
  return {
    tiers,
    current,
    previous:
      previous.totals.accounts === 0
        ? notMeasured(`Nobody stood in the scheme on ${coordinates.opening}, by what is known at the pin.`)
        : previous,
    arrBasis: basisOf(arr),
  };
}

function* matrixBetween(
  { inputs, segments, ladder, previous }: Scene,
  which: 'current' | 'previous',
): Pausing<Matrix> {
  const { opening, closing, quarter } = inputs.coordinates;
  const isCurrent = which === 'current';
  const days = isCurrent ? { opening, closing } : { opening: previous.from, closing: opening };
  const passages = yield* pausingFlatMap(segments, ([externalId, rows]) => {
    const arr = inputs.arr.of.get(externalId);
    const amounts = arr && (isCurrent ? arr : { opening: arr.previous, closing: arr.opening });
    const passage = passageOf(rows, days, amounts ?? {});
    return passage ? [passage] : [];
  });
  return yield* matrixOf(isCurrent ? quarter : previous.label, passages, ladder);
}

const basisOf = ({ of, kinds, currencies }: ArrTold): MigrationSection['arrBasis'] => {
  let [measured, unknown] = [0, 0];
  for (const { basis, closing } of of.values()) {
    if (basis === 'MEASURED') measured += 1;
    if (closing === null) unknown += 1;
  }
  const trailingRevenue = of.size - measured;
  return {
    measured,
    trailingRevenue,
    unknown,
    inWords: wordsOf({ measured, trailingRevenue, unknown, kinds, currencies }),
  };
};

const wordsOf = ({
  measured,
  trailingRevenue,
  unknown,
  kinds,
  currencies,
}: Omit<MigrationSection['arrBasis'], 'inWords'> & Pick<ArrTold, 'kinds' | 'currencies'>): string =>
  [
    measured > 0 && `ARR is the measure arr at the close of the day, for ${measured} accounts.`,
    trailingRevenue > 0 &&
      `Where there is no ARR, the revenue of the twelve months up to the close of the day stands for it: for ${trailingRevenue} accounts${kinds.length > 0 ? `, of the kinds ${kinds.join(', ')}` : ''}.`,
    unknown > 0 &&
      `${unknown} accounts have revenue in several currencies, which are not added: they count as 0.`,
    currencies.length > 1 &&
      `Amounts of ${currencies.join(', ')} stand side by side as they are: no rate of exchange is kept.`,
  ]
    .filter(Boolean)
    .join(' ') || 'No account of the scope has any ARR or revenue.';
