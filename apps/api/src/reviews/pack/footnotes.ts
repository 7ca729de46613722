/** How the numbers of a pack are made, for whoever reads it. */
export const footnotes: readonly string[] = [
  'Nothing here depends on the day on which it is read: every number is a function of the log up to the pin. The SHA-256 at the foot is over the canonical JSON of the pack (RFC 8785), which GET with Accept: application/json gives byte for byte.',
  'The opening tier is the effective tier on the first day of the quarter, the closing tier that on the first day after it, on which the review of the quarter takes effect. A move counts on the day of its change, behind the opening day and up to the closing day.',
  'NEW are accounts that were not onboarded on the opening day. CHURNED are accounts with an opening ARR above 0 and a closing ARR of 0 or less, whatever their timelines say; where those stand is told beneath. Who was merged into another account is not churned: the revenue is that of the other. EXCLUDED is an override, UNTIERED is without a tier.',
  'ARR is taken at the close of the day before: the latest value of the measure arr by then. An account that has none at all is told with the revenue of the twelve months before. Amounts are added exactly, and rounded only on this page.',
  'Upgrades and downgrades compare the opening with the closing tier by the policy in force on the closing day. Stability is the share of the accounts with a tier on the opening day that have the same one on the closing day.',
  'The population stability index is the sum of (p - q) ln(p / q) over the tiers, UNTIERED and EXCLUDED, q being the share on the opening day and p that on the closing day; a share of 0 counts as 0.0001. Above 0.1 it says WATCH, above 0.25 ACT.',
  'Promotions and demotions are changes of the effective tier by the policy of the day, corrected days among them. A promotion or demotion that an override made names it; changes into and out of the scheme, and between tiers without an order, are in the matrix alone.',
  'Restatements are days before the quarter that are told otherwise at the pin than at the moment at which the quarter opened.',
  'Overrides stand as on the closing day by what is known at the pin. What people do (ask, approve, revoke) counts within the days of the quarter; what takes effect (expiry, lapse) counts as a move does. Expiring are those active that end by the end of the quarter after.',
  'Hindsight sets accounts whose override ended beside accounts with the same computed tier that were not overridden, over the two whole quarters behind the end. An account counts once a window and group, and an override stands with each of its approvers.',
  'A finding of the segregation of duties says whether it was known when the decision was given, is known at the pin, or both.',
  'Overdue is what is past its cadence or ceiling on the closing day; what a trigger called for sooner is told by the due lists.',
];
