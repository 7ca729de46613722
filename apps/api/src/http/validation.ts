import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { type Kind, readAs } from './shape';

const asTheyAre = new Set<unknown>([String, Number, Boolean, Array, Object, undefined]);

/** Turns what came into the class that the route names, or refuses it with a sentence for each field. */
@Injectable()
export class Validation implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    return type === 'custom' || asTheyAre.has(metatype) ? value : readAs(metatype as Kind, value);
  }
}
