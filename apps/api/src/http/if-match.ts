import { ApiHeader } from '@nestjs/swagger';

/** The header of a change that is meant for one state of a resource, as the document describes it. */
export const ifMatch = {
  name: 'If-Match',
  required: false,
  description: 'The ETag that the change is meant for.',
  schema: { type: 'string' },
} as const;

/** A route that changes one resource takes `If-Match`, and says so; the others refuse it. */
export const TakesIfMatch = (): MethodDecorator => ApiHeader(ifMatch);
