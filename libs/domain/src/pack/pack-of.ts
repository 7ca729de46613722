import { coverOf } from './cover-of';
import { exceptionsOf } from './exceptions-of';
import { migrationOf } from './migration-of';
import { movesOf } from './moves-of';
import { overridesOf } from './overrides-of';
import type { Pack } from './pack';
import type { PackInputs } from './pack-inputs';
import { restatementsOf } from './restatements-of';
import { sceneOf } from './scene';

/** The pack of a quarter, and nothing but a function of what was known at its pin: equal inputs give equal bytes. */
export const packOf = (inputs: PackInputs): Pack => {
  const scene = sceneOf(inputs);
  const migration = migrationOf(scene);
  return {
    coordinates: inputs.coordinates,
    sections: {
      cover: coverOf(scene, migration.current),
      migration,
      promotions: movesOf('promotion', scene),
      demotions: movesOf('demotion', scene),
      restatements: restatementsOf(scene),
      overrides: overridesOf(scene),
      exceptions: exceptionsOf(scene),
    },
  };
};
