/** What a code can be: a document with an error cannot be submitted. */
type Severity = 'error' | 'warning';

interface Said {
  readonly severity: readonly Severity[];
  readonly means: string;
}

const error = (means: string) => ({ severity: ['error'], means }) as const;
const warning = (means: string) => ({ severity: ['warning'], means }) as const;
const either = (means: string) => ({ severity: ['error', 'warning'], means }) as const;

/** Every code that the linter gives, and what it means; docs/linter.md is made of this. */
export const lintCodes = {
  SHAPE: error('It is no policy document at all; where a draft is written, this is VALIDATION_FAILED.'),
  // ── The tiers ──
  TIER_COUNT: either('There are fewer than 2 tiers or more than 7 (an error), or not 3 to 5 (a warning).'),
  DUPLICATE_TIER: error('Two tiers have one code.'),
  RANK_MISSING: error('The tiers have an order, and one of them has no rank in it.'),
  DUPLICATE_RANK: error('Two tiers have the same rank.'),
  TIER_WITHOUT_DISTINCT_TREATMENT: warning('Two tiers are treated alike, so the difference means nothing.'),
  UNREACHABLE_TIER: error('No inputs lead to the tier.'),
  NAME_LOOKS_LIKE_ANOTHER: warning('A reader cannot tell two names apart, although a machine can.'),
  UNKNOWN_TIER: error('A rule names a tier that the document does not define.'),
  // ── Treatments ──
  RESOURCE_SHARE_INVALID: error('A share of a resource is no decimal from 0 to 100.'),
  RESOURCE_SHARES_DO_NOT_SUM: error('What all tiers have of a resource does not add up to 100 per cent.'),
  // ── Edges between tiers ──
  GAP: either(
    'A tier has no edge where others have one: out of reach (an error), or on one measure of several.',
  ),
  OVERLAP: error('A higher tier is as easy to reach as a lower one, or a tier has two edges on one measure.'),
  LOWEST_TIER_HAS_BOUND: error(
    'The lowest tier takes everything under the next one, and has an edge all the same.',
  ),
  THRESHOLD_OUT_OF_RANGE: error('Every score reaches the edge, or none does.'),
  // ── Scores ──
  WEIGHTS_DO_NOT_SUM_TO_ONE: error('The weights of a score do not add up to 1.'),
  WEIGHT_NOT_POSITIVE: error('A weight is 0 or less.'),
  INPUT_RANGE_EMPTY: error('The range of an input has no way up from its least to its greatest value.'),
  DUPLICATE_INPUT: error('One measure counts twice: in a score, or as both axes of a matrix.'),
  // ── Matrices ──
  AXIS_WITHOUT_MEASURE: error('An axis has neither a measure nor inputs, or both.'),
  AXIS_NAME_TAKEN: error('An axis is called like something else in the document.'),
  CELLS_DO_NOT_MATCH_CUTS: error('There are more cells than the cuts of the axes make bands, or fewer.'),
  SPEND_ONLY: error('A matrix reads what the client spends, and nothing else.'),
  // ── Tables ──
  CONDITION_EMPTY: error('A condition asks nothing of its measure.'),
  CONDITION_CONTRADICTS: error('No value fits all that a row asks of a measure.'),
  UNREACHABLE_ROW: error('A row above holds whenever this one does.'),
  TABLE_WITHOUT_DEFAULT: warning(
    'There is no row without conditions, so an account can stay without a tier.',
  ),
  // ── Gates ──
  GATE_WITHOUT_CONDITION: error('A gate says neither `below` nor `atLeast`, or both.'),
  GATE_WITHOUT_EFFECT: either(
    'A gate does nothing (an error), or nothing that could ever be seen (a warning).',
  ),
  // ── Measures ──
  UNKNOWN_MEASURE: error('A rule reads a measure that the document does not define.'),
  MEASURE_UNUSED: warning('No rule and no gate reads the measure.'),
  MEASURE_CYCLE: error('A measure is made of itself.'),
  MEASURE_TOO_DEEP: error('A measure is made of others over more than 8 levels.'),
  MEASURE_WITHOUT_FACTS: warning(
    'Facts of a measure are waited for that is worked out, so that none ever comes.',
  ),
  SHARE_WITHOUT_KINDS: error('A share of all revenue does not say which kinds of revenue it is of.'),
  ASSESS_ON_UNKNOWN_MEASURE: warning('Accounts are assessed on facts that nothing reads.'),
  // ── Stabiliser ──
  DEAD_BAND_OUT_OF_RANGE: error('The dead band is less than 0 or more than 100 per cent of the edge.'),
  // ── What only tiers in an order can have ──
  LOWEST_WITHOUT_ORDER: error('What is missing leads to the lowest tier, and none is the lowest.'),
  CAP_WITHOUT_ORDER: error('A gate caps or lifts, and no tier is over or under another.'),
  FLOOR_WITHOUT_ORDER: error('Overrides of the type FLOOR are allowed, and no tier is over another.'),
  CEILING_WITHOUT_ORDER: error('Overrides of the type CEILING are allowed, and no tier is under another.'),
  ROLL_UP_WITHOUT_ORDER: error('Service lines roll up to the highest or the lowest tier, and there is none.'),
  // ── Overrides ──
  OVERRIDE_TYPE_UNKNOWN: error('Something is allowed that is no type of override.'),
  OVERRIDE_RULE_INVALID: error('A rule about overrides is not of the form that it has to be of.'),
  OVERRIDE_RULE_UNKNOWN: warning('Something is said of overrides that nothing reads.'),
  // ── Golden accounts ──
  CASE_TIER_UNKNOWN: error('A case expects or begins at a tier that the document does not define.'),
  CASE_MEASURE_UNKNOWN: error('A case gives a measure that the document does not define.'),
  RULE_NOT_COVERED: warning('There are cases, and none of them matches the rule.'),
} as const satisfies Readonly<Record<string, Said>>;

export type LintCode = keyof typeof lintCodes;

/** The codes that can be of a severity. */
export type CodeOf<S extends Severity> = {
  [Code in LintCode]: S extends (typeof lintCodes)[Code]['severity'][number] ? Code : never;
}[LintCode];
