/** One change of a tier, as far as it has a direction. */
export interface Turn {
  readonly kind: 'enter' | 'promotion' | 'demotion' | 'lateral' | 'exit';
  readonly fromTier: string | null;
  readonly toTier: string | null;
}

/**
 * How often a tier turned back: a demotion behind a promotion or the other way round, however much lies in between;
 * between tiers without an order, a move back to where the one before came from.
 */
export const reversalsIn = (moves: readonly Turn[]): number => {
  let reversals = 0;
  let direction: Turn['kind'] | undefined;
  let before: Turn | undefined;
  for (const move of moves) {
    if (move.kind === 'lateral') {
      if (before?.kind === 'lateral' && before.fromTier === move.toTier) reversals += 1;
      before = move;
    }
    if (move.kind !== 'promotion' && move.kind !== 'demotion') continue;
    if (direction !== undefined && direction !== move.kind) reversals += 1;
    direction = move.kind;
  }
  return reversals;
};
