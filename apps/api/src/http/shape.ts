import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { plainToInstance, Transform, Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested, validateSync, type ValidationError } from 'class-validator';
import { pointerTo } from '#libs/kernel';
import { forbiddenKeys } from './bodies/body-gate';
import { type FieldError, invalid } from './problem';
import { rememberRules } from './remembered-rules';

// A class says of each field what it may hold; from that one saying come the check and the OpenAPI schema.

rememberRules();

export interface FieldOptions {
  readonly optional?: true;
  readonly nullable?: true;
  readonly description?: string;
  readonly example?: unknown;
}

export type Kind<T extends object = object> = (abstract new () => T) & {
  ofList?: (items: unknown[]) => object;
};

interface Rule {
  /** Undefined when a value will do, else the sentence that says what would. */
  readonly why: (value: unknown) => string | undefined;
  /** Brings what was said into the form that is worked with; `why` then sees that. */
  readonly parse?: (value: unknown) => unknown;
  /** The class of the thing, or of the things in the list, that the field holds. */
  readonly of?: () => Kind;
}

/** The classes that have fields, by their prototypes. */
const described = new Set<object>();

/** @throws Error where two classes with fields share one of the names: a document would tell of one in the place of both. */
export const refuseNamesakes = (told: Iterable<string>): void => {
  const names = [...described].map((prototype) => prototype.constructor.name);
  const twice = [...told].filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice.length > 0)
    throw new Error(
      `Two classes are called ${twice.join(', ')}, and OpenAPI tells of one of them: rename one.`,
    );
};

/** A field of a class: its OpenAPI schema, and its rule. */
export const field = (
  schema: object,
  rule: Rule | Rule['why'],
  options: FieldOptions = {},
): PropertyDecorator => {
  const { why, parse, of } = typeof rule === 'function' ? { why: rule } : rule;
  const { optional, nullable, ...rest } = options;
  const whyNot = (value: unknown) => (value === undefined ? 'This field is needed.' : why(value));
  return applyDecorators(
    (prototype: object) => void described.add(prototype),
    ApiProperty({ ...schema, ...rest, required: !optional, ...(nullable && { nullable }) }),
    ValidateIf((_, value) => !(optional && value === undefined) && !(nullable && value === null)),
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value) => whyNot(value) === undefined,
        defaultMessage: (about) => whyNot(about?.value) ?? '',
      },
    }),
    ...(parse ? [Transform(({ value }: { value: unknown }) => (value === null ? null : parse(value)))] : []),
    ...(of ? [Type(of), ValidateNested()] : []),
  );
};

/** Reads what came in as the class says. @throws Problem VALIDATION_FAILED with a sentence for each field */
export const readAs = <T extends object>(kind: Kind<T>, came: unknown): T => {
  const said = kind.ofList && Array.isArray(came) ? kind.ofList(came) : (came ?? {});
  if (typeof said !== 'object' || Array.isArray(said)) {
    throw invalid([{ pointer: '', detail: 'The body is a JSON object.' }]);
  }
  refuseKeys(said);
  const read = plainToInstance(kind as unknown as new () => T, said);
  const errors = validateSync(read, {
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    validationError: { target: false },
  });
  if (errors.length > 0) throw invalid(errors.flatMap((error) => sentences(error, '')).slice(0, enough));
  return read;
};

/** How many sentences one answer has at most. */
const enough = 100;

/** In a body the gate has seen to these; an address can say them too, and they would be passed over in silence. */
const refuseKeys = (said: object): void => {
  for (const name of Object.keys(said)) {
    if (forbiddenKeys.has(name))
      throw invalid([{ pointer: `/${name}`, detail: `A field cannot be called "${name}".` }]);
  }
};

const sentences = (
  { property, constraints, children = [] }: ValidationError,
  above: string,
): FieldError[] => {
  const pointer = above + pointerTo(property);
  return constraints
    ? [{ pointer, detail: constraints['field'] ?? 'There is no such field here.' }]
    : children.flatMap((child) => sentences(child, pointer));
};
