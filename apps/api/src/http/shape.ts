import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { pointerTo } from '#libs/kernel';
import { forbiddenKeys } from './bodies/body-gate';
import { type FieldError, invalid } from './problem';

// A class says of each field what it may hold; from that one saying come the check and the OpenAPI schema.

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

/** What each class says itself, by its prototype. */
const declared = new WeakMap<object, Map<string, Rule>>();

/** The same with what the classes above it say, put together once: it is looked at for every request. */
const gathered = new WeakMap<object, ReadonlyMap<string, Rule>>();

/** A field of a class: its OpenAPI schema, and its rule. */
export const field = (
  schema: object,
  rule: Rule | Rule['why'],
  options: FieldOptions = {},
): PropertyDecorator => {
  const { why, parse, of } = typeof rule === 'function' ? { why: rule } : rule;
  const { optional, nullable, ...rest } = options;
  const whyNot = (value: unknown) => {
    if (value === undefined) return optional ? undefined : 'This field is needed.';
    return value === null && nullable ? undefined : why(value);
  };
  return applyDecorators(
    ApiProperty({ ...schema, ...rest, required: !optional, ...(nullable && { nullable }) }),
    (prototype: object, name: string | symbol) => {
      const fields = declared.get(prototype) ?? new Map<string, Rule>();
      declared.set(
        prototype,
        fields.set(String(name), { why: whyNot, ...(parse && { parse }), ...(of && { of }) }),
      );
    },
  );
};

/** What a class says comes first, then what those above it say and it does not say otherwise. */
const fieldsOf = (prototype: object | null): ReadonlyMap<string, Rule> => {
  if (prototype === null) return new Map();
  const known = gathered.get(prototype);
  if (known) return known;
  const own = declared.get(prototype) ?? new Map<string, Rule>();
  const above = [...fieldsOf(Object.getPrototypeOf(prototype) as object | null)];
  const fields = new Map([...own, ...above.filter(([name]) => !own.has(name))]);
  gathered.set(prototype, fields);
  return fields;
};

/** Reads what came in as the class says. @throws Problem VALIDATION_FAILED with a sentence for each field */
export const readAs = <T extends object>(kind: Kind<T>, came: unknown): T => {
  const said = kind.ofList && Array.isArray(came) ? kind.ofList(came) : (came ?? {});
  if (typeof said !== 'object' || Array.isArray(said)) {
    throw invalid([{ pointer: '', detail: 'The body is a JSON object.' }]);
  }
  refuseKeys(said);
  const errors: FieldError[] = [];
  const read = readThing(kind, said, '', errors);
  if (errors.length > 0) throw invalid(errors.slice(0, enough));
  return read as T;
};

/** How many sentences one answer has at most. */
const enough = 100;

/** In a body the gate has seen to these; an address can say them too. */
const refuseKeys = (said: object): void => {
  for (const name of Object.keys(said)) {
    if (forbiddenKeys.has(name))
      throw invalid([{ pointer: `/${name}`, detail: `A field cannot be called "${name}".` }]);
  }
};

/** A thing of the class, with what was said and nothing else; what is wrong with it is told of each field. */
const readThing = (kind: Kind, said: object, above: string, errors: FieldError[]): object => {
  const fields = fieldsOf(kind.prototype as object);
  const read = new (kind as new () => Record<string, unknown>)();
  for (const [name, value] of Object.entries(said)) {
    const rule = fields.get(name);
    if (rule) read[name] = rule.parse && value !== null ? rule.parse(value) : value;
    else errors.push({ pointer: above + pointerTo(name), detail: 'There is no such field here.' });
  }
  for (const [name, { why, of }] of fields) {
    const value = read[name];
    const detail = why(value);
    if (detail !== undefined) errors.push({ pointer: above + pointerTo(name), detail });
    else if (of && value) read[name] = readInside(of(), value, above + pointerTo(name), errors);
  }
  return read;
};

const readInside = (kind: Kind, value: object, above: string, errors: FieldError[]): object =>
  Array.isArray(value)
    ? value.map((one, index) => readThing(kind, one as object, above + pointerTo(index), errors))
    : readThing(kind, value, above, errors);
