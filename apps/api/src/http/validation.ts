import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { forbiddenKeys } from './body-gate';
import { type FieldError, invalid } from './problem';

type Shape = (new () => object) & { ofList?: (items: unknown[]) => object };

const asTheyAre = new Set<unknown>([String, Number, Boolean, Array, Object, undefined]);

/** Turns what came into the class that the route names, or refuses it with a sentence for each field. */
@Injectable()
export class Validation implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (type === 'custom' || asTheyAre.has(metatype)) return value;
    const shape = metatype as Shape;
    const plain = shape.ofList && Array.isArray(value) ? shape.ofList(value) : (value ?? {});
    if (typeof plain !== 'object' || Array.isArray(plain)) {
      throw invalid([{ pointer: '', detail: 'The body is a JSON object.' }]);
    }
    refuseKeys(plain);
    const read = plainToInstance(shape, plain);
    const errors = validateSync(read, options);
    if (errors.length > 0) throw invalid(errors.flatMap((error) => sentences(error, '')).slice(0, 100));
    return read;
  }
}

/** In a body the gate has seen to these; an address can say them too, and they would be passed over in silence. */
const refuseKeys = (plain: object): void => {
  for (const key of Object.keys(plain)) {
    if (forbiddenKeys.has(key))
      throw invalid([{ pointer: `/${key}`, detail: `A field cannot be called "${key}".` }]);
  }
};

const options = {
  whitelist: true,
  forbidNonWhitelisted: true,
  stopAtFirstError: true,
  validationError: { target: false },
};

const sentences = ({ property, constraints, children }: ValidationError, above: string): FieldError[] => {
  const pointer = `${above}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const detail = constraints && sentence(constraints);
  return [
    ...(detail ? [{ pointer, detail }] : []),
    ...(detail ? [] : (children ?? []).flatMap((child) => sentences(child, pointer))),
  ];
};

const sentence = (constraints: Record<string, string>): string =>
  constraints['field'] ??
  (constraints['whitelistValidation'] ? 'There is no such field here.' : Object.values(constraints)[0]!);
