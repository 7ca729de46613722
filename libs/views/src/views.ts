import type { Projection } from './projection';

/** Every view of the product, in the order in which operators see them. */
export const views: readonly Projection<never>[] = [];
