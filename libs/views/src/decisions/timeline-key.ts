/** One timeline: the tier history of an account in a scheme. */
export interface TimelineKey {
  readonly scheme: string;
  readonly view: string;
  readonly externalId: string;
}

/** A timeline as a key of a map. */
export const keyTextOf = ({ scheme, view, externalId }: TimelineKey): string =>
  JSON.stringify([scheme, view, externalId]);
