// What a mask knows of the members of answers: those that say what a value is of, and those that are none.

/** Members that name what the object is about. */
export const subjects: ReadonlySet<string> = new Set(['measure', 'subject', 'fact', 'input', 'what']);

/** Members whose sentences tell values. */
export const sentences: ReadonlySet<string> = new Set([
  'says',
  'because',
  'detail',
  'definition',
  'code',
  'inWords',
]);

/** Members that are no value: names, days, places in the log, and how many accounts there are. */
export const kept: ReadonlySet<string> = new Set([
  ...[
    'measure',
    'subject',
    'fact',
    'input',
    'what',
    'pointer',
    'edge',
    'tier',
    'combine',
    'factor',
    'kind',
    'code',
  ],
  ...[
    'externalId',
    'scheme',
    'view',
    'factId',
    'eventId',
    'stream',
    'type',
    'actor',
    'serviceLine',
    'revenueKind',
  ],
  ...['day', 'validFrom', 'occurredOn', 'assessedOn', 'recordedAt', 'originRecordedAt', 'known', 'line'],
  ...['position', 'revision', 'policyVersion', 'fromTier', 'toTier', 'decisionA', 'decisionB', 'assesses'],
  ...['label', 'group', 'unit', 'origin', 'freshnessDays', 'requiredByTiers', 'readBy', 'readByPolicy'],
  ...['facts', 'accounts', 'withValue', 'completenessPct', 'missing', 'stale', 'withoutEvidence'],
  ...['ownerAssessed', 'lowConfidence', 'unusable', 'rubric', 'version', 'name', 'writtenBy'],
]);

/** Whether an object with these members may be about a measure. */
export const isAboutSomething = (thing: object): boolean =>
  isRejectedRow(thing) ||
  isOfTrigger(thing) ||
  isOfRevenue(thing) ||
  Object.keys(thing).some((name) => subjects.has(name) || (sentences.has(name) && name !== 'code'));

/** Members that are called like measures which the product knows by name. */
export const isCalledLikeMeasure = (name: string): boolean => /^(arr[A-Z]?|score$|variablePay$)/.test(name);

export const isOfRevenue = (thing: object): boolean => 'amount' in thing && 'currency' in thing;

/** Of a file, as it stands there. */
export const isRejectedRow = (thing: object): boolean => 'line' in thing && 'row' in thing;

/** Deals and triggers tell a value without saying of which measure. */
export const isOfTrigger = (thing: object): boolean =>
  'factIds' in thing && !('measure' in thing) && ('value' in thing || 'detail' in thing);
