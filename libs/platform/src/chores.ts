import type { Chore, ReplayInput } from '#libs/runs';
import type { Config } from './config';

/** What is to be done each night, as far as it is switched on. */
export const choresOf = ({ replaySample, simulationDays }: Config): Chore[] => [
  ...(replaySample === 0
    ? []
    : [{ kind: 'replay', inputOn: (day: string): ReplayInput => ({ n: replaySample, seed: day }) }]),
  ...(simulationDays === 0
    ? []
    : [{ kind: 'forget-simulations', inputOn: () => ({ days: simulationDays }) }]),
];
