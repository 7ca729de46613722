import { latest, type Day } from '#libs/kernel';
import type { AccountKnowledge } from './knowledge';
import type { Assessment } from './placement.events';

/** The last word of a timeline whose account is part of another from a day on: no tier, and no assessment behind it. */
export const endingOf = ({ on, into }: NonNullable<AccountKnowledge['ended']>, opened: Day): Assessment => ({
  day: latest(on, opened),
  kind: 'unscheduled',
  policyVersion: 0,
  inputs: [],
  indicated: null,
  computed: null,
  heldSince: null,
  watch: null,
  outcome: 'ENDED',
  reasons: [],
  mergedInto: into,
});
