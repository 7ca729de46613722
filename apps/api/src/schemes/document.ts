import { type PipeTransform } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { z } from 'zod';
import { PolicyDocument } from '#libs/domain';
import { type FieldError, invalid } from '../http/problem';

/** Reads a policy document from a body, or refuses it with a sentence for each member. */
export class ReadDocument implements PipeTransform<unknown, PolicyDocument> {
  transform(body: unknown): PolicyDocument {
    const read = PolicyDocument.safeParse(body);
    if (!read.success)
      throw invalid(read.error.issues.flatMap((issue) => sentences(issue, '')).slice(0, 100));
    return read.data;
  }
}

/** The same schema that reads the document, as OpenAPI says it. */
export const DocumentBody = (): MethodDecorator =>
  ApiBody({
    schema: z.toJSONSchema(PolicyDocument, {
      target: 'openapi-3.0',
      io: 'input',
      unrepresentable: 'any',
    }) as object,
  });

const sentences = (issue: z.core.$ZodIssue, above: string): FieldError[] => {
  const pointer = issue.path.reduce<string>((whole, part) => `${whole}/${escaped(String(part))}`, above);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${escaped(key)}`,
      detail: 'There is no such field here.',
    }));
  }
  if (issue.code === 'invalid_union') return ofUnion(issue, pointer);
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return [
    { pointer, detail: missing ? `A value is needed here: ${issue.expected}.` : asSentence(issue.message) },
  ];
};

/** Of the shapes that could have been meant, the nearest. */
const ofUnion = ({ errors }: z.core.$ZodIssueInvalidUnion, pointer: string): FieldError[] => {
  const nearest = errors.toSorted((a, b) => a.length - b.length)[0];
  return nearest
    ? nearest.flatMap((issue) => sentences(issue, pointer))
    : [{ pointer, detail: 'This kind of policy is not known: it is bands.' }];
};

const asSentence = (message: string): string => (message.endsWith('.') ? message : `${message}.`);

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
