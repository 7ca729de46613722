import { z } from 'zod';

/** Something that happened: its name, and what it says. */
export interface Event<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** The declaration of an event: constructor, stored schema and catalogue entry in one value. */
export interface EventType<Type extends string = string, Data = unknown> {
  (data: Data): Event<Type, Data>;
  readonly type: Type;
  /** Version of the stored shape; older ones are brought up by an upcaster when they are read. */
  readonly version: number;
  readonly schema: z.ZodType<Data>;
}

/** Any declaration of an event, for lists of them. */
export interface AnyEventType {
  (data: never): Event;
  readonly type: string;
  readonly version: number;
  readonly schema: z.ZodType;
}

/**
 * Declares an event once. `OverrideApproved({...})` builds it, `.schema` decodes it, `.type` names it.
 * The shape is a storage format: add optional fields, never rename, retype or remove one.
 */
export const event = <const Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  shape: Shape,
  version = 1,
): EventType<Type, z.infer<z.ZodObject<Shape>>> => {
  const build = (data: z.infer<z.ZodObject<Shape>>) => ({ type, data });
  return Object.assign(build, { type, version, schema: z.object(shape) as never });
};
