import { applyDecorators } from '@nestjs/common';
import { IsPosition, IsWhole } from '../fields';
import { matching } from '../lines';
import { field } from '../shape';

/** `limit` of a list. */
export const IsLimit = () =>
  IsWhole(1, 500, { optional: true, description: 'Entries of the page, at most 500.', example: 50 });

/** `cursor` of a list. */
export const IsCursor = () =>
  field(
    { type: 'string', maxLength: 4096 },
    matching(/^[\w-]{1,4096}$/, 'The cursor is the `nextCursor` of the page before.'),
    { optional: true, description: 'The `nextCursor` of the page before; the filters stay as they were.' },
  );

/** `minPosition` of a read. */
export const IsMinPosition = () =>
  applyDecorators(
    IsPosition({
      optional: true,
      description: 'Waits, at most 5 s, until the answer has what was written there.',
    }),
  );

/** The limit of a page when none is asked for. */
export const usualLimit = 50;

/** A read of what stands now. */
export class NowAsked {
  @IsMinPosition() minPosition?: string;
}

/** A list of what stands now. */
export class ListAsked extends NowAsked {
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}
