import { ApiHeader } from '@nestjs/swagger';
import type { IfAt } from '#libs/event-store';

/** The header of a change that is meant for one state of a resource, as the document describes it. */
export const ifMatch = {
  name: 'If-Match',
  required: false,
  description: 'The ETag that the change is meant for, several of them, or `*` for whatever is there.',
  schema: { type: 'string' },
} as const;

/** A route that changes one resource takes `If-Match`, and says so; the others refuse it. */
export const TakesIfMatch = (): MethodDecorator => ApiHeader(ifMatch);

const tag = /(W\/)?"([^"]*)"/g;

/**
 * The revisions that `If-Match` names, as RFC 9110 reads it: `*` is whatever there is, of a list any one will do. A
 * weak tag never matches, and what is no tag of ours names nothing.
 */
export const meantBy = (header: string | undefined): IfAt | undefined => {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return 'begun';
  if (/[^\s,]/.test(header.replace(tag, ''))) return [];
  const strong = [...header.matchAll(tag)].flatMap(([, weak, text]) => (weak ? [] : [text!]));
  return strong.filter((text) => /^\d{1,9}$/.test(text)).map(Number);
};
