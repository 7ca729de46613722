import { ApiHeader } from '@nestjs/swagger';

/** The header of a change that is meant for one state of a resource, as the document describes it. */
export const ifMatch = {
  name: 'If-Match',
  required: false,
  description: 'The ETag that the change is meant for.',
  schema: { type: 'string' },
} as const;

/** A POST that changes one resource takes `If-Match`, as every PUT does. */
export const TakesIfMatch = (): MethodDecorator => ApiHeader(ifMatch);
