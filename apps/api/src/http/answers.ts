import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { Written } from './commands';
import { IsLine, IsListOf, IsPosition } from './fields';

type Kind<T extends object = object> = abstract new () => T;

/** What a route answers with when all goes well. */
export const Answers = (status: number, kind: Kind, description = ''): MethodDecorator =>
  applyDecorators(HttpCode(status), ApiResponse({ status, type: kind as new () => object, description }));

/** A write whose answer says no more than where it stands in the ledger. */
export const AnswersWritten = (status = 200): MethodDecorator => Answers(status, Written);

/** An answer that is not JSON. */
export const AnswersText = (type: string, description = ''): MethodDecorator =>
  applyDecorators(
    HttpCode(200),
    ApiResponse({ status: 200, description, content: { [type]: { schema: { type: 'string' } } } }),
  );

/** The 202 of long work: the job, and its address in `Location`. */
export const Accepts = (kind: Kind): MethodDecorator =>
  applyDecorators(
    HttpCode(202),
    ApiResponse({
      status: 202,
      type: kind as new () => object,
      description: 'The work goes on; ask for the job under its Location.',
      headers: { Location: { schema: { type: 'string' } } },
    }),
  );

/** A part of a list of what stands now. */
export const listOf = <T extends object>(kind: Kind<T>) => {
  abstract class List {
    @IsListOf(() => kind) items!: readonly T[];
    @IsLine(4096, { nullable: true, description: 'For `cursor` of the next page; null on the last.' })
    nextCursor!: string | null;
  }
  return List;
};

/** A page of a list, all of whose pages are of one moment. */
export const pageOf = <T extends object>(kind: Kind<T>) => {
  abstract class Page extends listOf(kind) {
    @IsPosition({ description: 'All pages are as known at this place in the log.' }) position!: string;
  }
  return Page;
};
