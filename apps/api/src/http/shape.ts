import { ApiProperty } from '@nestjs/swagger';
import { forbiddenKeys } from './body-gate';
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

interface Rule extends FieldOptions {
  readonly name: string;
  /** Undefined when a value will do, else the sentence that says what would. */
  readonly why: (value: unknown) => string | undefined;
  /** Brings what was said into the form that is worked with; `why` then sees that. */
  readonly parse?: (value: unknown) => unknown;
  /** The class of the thing, or of the things in the list, that the field holds. */
  readonly of?: () => Kind;
}

type RuleOfField = Pick<Rule, 'why' | 'parse' | 'of'>;

const ownRules = new WeakMap<object, Rule[]>();
const shapes = new WeakMap<Kind, ReadonlyMap<string, Rule>>();

/** A field of a class: its OpenAPI schema, and its rule. */
export const field =
  (schema: object, rule: RuleOfField | Rule['why'], options: FieldOptions = {}): PropertyDecorator =>
  (prototype, name) => {
    const { optional, nullable, ...rest } = options;
    ApiProperty({
      ...schema,
      ...rest,
      required: !optional,
      ...(nullable && { nullable }),
    })(prototype, name);
    const rules = ownRules.get(prototype) ?? [];
    ownRules.set(prototype, rules);
    rules.push({ ...(typeof rule === 'function' ? { why: rule } : rule), ...options, name: String(name) });
  };

/** The rules of a class and of those it extends. */
const shapeOf = (kind: Kind): ReadonlyMap<string, Rule> => {
  const known = shapes.get(kind);
  if (known) return known;
  const rules: Rule[] = [];
  for (let at = kind.prototype as object | null; at; at = Object.getPrototypeOf(at) as object | null) {
    rules.unshift(...(ownRules.get(at) ?? []));
  }
  const shape = new Map(rules.map((rule) => [rule.name, rule]));
  shapes.set(kind, shape);
  return shape;
};

/** How many sentences one answer has at most. */
const enough = 100;

/** Reads what came in as the class says. @throws Problem VALIDATION_FAILED with a sentence for each field */
export const readAs = <T extends object>(kind: Kind<T>, came: unknown): T => {
  const said = kind.ofList && Array.isArray(came) ? kind.ofList(came) : (came ?? {});
  if (typeof said !== 'object' || Array.isArray(said)) {
    throw invalid([{ pointer: '', detail: 'The body is a JSON object.' }]);
  }
  const errors: FieldError[] = [];
  const read = readThing(kind, said, '', errors);
  if (errors.length > 0) throw invalid(errors);
  return read as T;
};

const readThing = (kind: Kind, said: object, above: string, errors: FieldError[]): object => {
  const shape = shapeOf(kind);
  for (const name of Object.keys(said)) {
    if (!shape.has(name) && errors.length < enough)
      errors.push({ pointer: `${above}/${escaped(name)}`, detail: strange(name) });
  }
  const read: Record<string, unknown> = {};
  for (const [name, rule] of shape) {
    const value = (said as Record<string, unknown>)[name];
    if (value === undefined && rule.optional) continue;
    read[name] = value === null && rule.nullable ? null : readField(rule, value, above, errors);
  }
  return read;
};

const readField = (
  { name, why, parse, of }: Rule,
  said: unknown,
  above: string,
  errors: FieldError[],
): unknown => {
  const value = parse && said !== undefined ? parse(said) : said;
  const detail = said === undefined ? 'This field is needed.' : why(value);
  if (detail !== undefined) {
    if (errors.length < enough) errors.push({ pointer: `${above}/${name}`, detail });
    return undefined;
  }
  if (!of) return value;
  if (!Array.isArray(value)) return readThing(of(), value as object, `${above}/${name}`, errors);
  return value.map((one: object, index) => readThing(of(), one, `${above}/${name}/${index}`, errors));
};

const strange = (name: string): string =>
  forbiddenKeys.has(name) ? `A field cannot be called "${name}".` : 'There is no such field here.';

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
