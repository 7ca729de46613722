import { type PipeTransform } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { z } from 'zod';
import { type Finding, lint, PolicyDocument } from '#libs/domain';
import { type FieldError, invalid } from '../http/problem';
import { sentencesOf } from './document-sentences';

/** Reads a policy document from a body, or refuses it with a sentence for each member. */
export class ReadDocument implements PipeTransform<unknown, PolicyDocument> {
  transform(body: unknown): PolicyDocument {
    const read = readDocument(body);
    if ('errors' in read) throw invalid(read.errors);
    return read.document;
  }
}

/** What is wrong with a body as a policy document, in its shape or else in what it says. */
export const lintBody = (body: unknown): Finding[] => {
  const read = readDocument(body);
  if ('document' in read) return lint(read.document);
  return read.errors.map((error) => ({ code: 'SHAPE', severity: 'error', ...error }));
};

/** The same schema that reads the document, as OpenAPI says it. */
export const DocumentBody = (): MethodDecorator =>
  ApiBody({
    schema: z.toJSONSchema(PolicyDocument, {
      target: 'openapi-3.0',
      io: 'input',
      unrepresentable: 'any',
    }) as object,
  });

type ReadBody = { readonly document: PolicyDocument } | { readonly errors: readonly FieldError[] };

/** How many sentences one answer has at most. */
const enough = 100;

const readDocument = (body: unknown): ReadBody => {
  if (entriesIn(body) > mostEntries) return { errors: [tooLong] };
  const read = PolicyDocument.safeParse(body, { reportInput: true });
  if (read.success) return { document: read.data };
  return { errors: read.error.issues.flatMap((issue) => sentencesOf(issue)).slice(0, enough) };
};

/** More than any document at the limits of its lists has; each could cost a sentence that nobody reads. */
const mostEntries = 20_000;

const tooLong: FieldError = {
  pointer: '',
  detail: `The lists of the document have more than ${mostEntries} entries in all: a policy has fewer rules.`,
};

const entriesIn = (body: unknown): number => {
  let entries = 0;
  const left = [body];
  while (left.length > 0 && entries <= mostEntries) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (Array.isArray(value)) entries += parts.length;
    if (entries <= mostEntries) for (const part of parts) left.push(part);
  }
  return entries;
};
