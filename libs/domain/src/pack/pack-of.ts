import type { Pausing } from '#libs/kernel';
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
export function* packOf(inputs: PackInputs): Pausing<Pack> {
  const scene = yield* sceneOf(inputs);
  const migration = yield* migrationOf(scene);
  return {
    coordinates: inputs.coordinates,
    sections: {
      cover: yield* coverOf(scene, migration.current),
      migration,
      promotions: yield* movesOf('promotion', scene),
      demotions: yield* movesOf('demotion', scene),
      restatements: yield* restatementsOf(scene),
      overrides: yield* overridesOf(scene),
      exceptions: yield* exceptionsOf(scene),
    },
  };
}
