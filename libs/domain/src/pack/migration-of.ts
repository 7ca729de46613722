import type { Matrix, MigrationSection } from './migration-section';
import { matrixOf, orderOf } from './matrix';
import { notMeasured } from './not-measured';
import type { ArrTold } from './pack-inputs';
import type { Scene } from './scene';
import { newcomer, passageOf } from './standing-at';

/** Section 2. */
export const migrationOf = (scene: Scene): MigrationSection => {
  const { coordinates, arr } = scene.inputs;
  const current = matrixBetween(scene, 'current');
  const previous = matrixBetween(scene, 'previous');
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
};

const matrixBetween = (
  { inputs, segments, ladder, previous }: Scene,
  which: 'current' | 'previous',
): Matrix => {
  const { opening, closing, quarter } = inputs.coordinates;
  const isCurrent = which === 'current';
  const days = isCurrent ? { opening, closing } : { opening: previous.from, closing: opening };
  const passages = [...segments].flatMap(([externalId, rows]) => {
    const arr = inputs.arr.of.get(externalId);
    const amounts = arr && (isCurrent ? arr : { opening: arr.previous, closing: arr.opening });
    return passageOf(rows, days, amounts ?? {}) ?? [];
  });
  return matrixOf(isCurrent ? quarter : previous.label, passages, ladder);
};

const basisOf = ({ of, kinds, currencies }: ArrTold): MigrationSection['arrBasis'] => {
  const all = [...of.values()];
  const measured = all.filter(({ basis }) => basis === 'MEASURED').length;
  const trailingRevenue = all.length - measured;
  const unknown = all.filter(({ closing }) => closing === null).length;
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
