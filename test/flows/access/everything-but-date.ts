/** What goes on in real time while a test says what `Date` is. */
export const everythingButDate = [
  'nextTick',
  'setImmediate',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'performance',
  'hrtime',
] as const;
