import type { Cover } from './cover';
import type { ExceptionsSection } from './exceptions-section';
import type { MigrationSection } from './migration-section';
import type { MovesSection, RestatementsSection } from './moves-section';
import type { OverridesSection } from './overrides-section';
import type { PackCoordinates } from './pack-coordinates';

/** What a committee looks at once a quarter. Its bytes are its canonical JSON. */
export interface Pack {
  readonly coordinates: PackCoordinates;
  readonly sections: {
    readonly cover: Cover;
    readonly migration: MigrationSection;
    readonly promotions: MovesSection;
    readonly demotions: MovesSection;
    readonly restatements: RestatementsSection;
    readonly overrides: OverridesSection;
    readonly exceptions: ExceptionsSection;
  };
}
