import { overrideDues } from './announcements/override-dues.projection';
import { auditTrail } from './audit-trail/audit-trail.projection';
import { catalogue } from './catalogue/catalogue.projection';
import { decisions } from './decisions/decisions.projection';
import { due } from './due/due.projection';
import { facts } from './facts/facts.projection';
import { hierarchy } from './hierarchy/hierarchy.projection';
import { org } from './org/org.projection';
import { overrides } from './overrides/overrides.projection';
import { portfolio } from './portfolio/portfolio.projection';
import type { Projection } from './projection';
import { quarantine } from './quarantine/quarantine.projection';
import { quotas } from './quota/quota.projection';
import { reviews } from './reviews/reviews.projection';
import { schemes } from './schemes/schemes.projection';
import { tierHistory } from './tier-history/tier-history.projection';
import { treatments } from './treatments/treatments.projection';

/** Every view of the product, in the order in which operators see them. */
export const views: readonly Projection[] = [
  portfolio,
  facts,
  hierarchy,
  schemes,
  decisions,
  tierHistory,
  treatments,
  catalogue,
  due,
  overrides,
  overrideDues,
  org,
  quotas,
  reviews,
  auditTrail,
  quarantine,
];
