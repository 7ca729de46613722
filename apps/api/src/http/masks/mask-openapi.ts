import type { OpenAPIObject } from '@nestjs/swagger';
import { isAboutSomething, isCalledLikeMeasure, kept } from './mask-members';

interface Schema {
  properties?: Record<string, object>;
}

/** Says of every schema of an answer what a mask may make of it: null in the place of values, and `masked`. */
export const describeMasks = (document: OpenAPIObject): void => {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const said = new Set<string>(['Problem']);
  const answered = new Set<string>();
  for (const item of Object.values(document.paths))
    for (const { requestBody, responses } of Object.values(item) as {
      requestBody?: unknown;
      responses?: unknown;
    }[]) {
      gather(requestBody, schemas, said);
      gather(responses, schemas, answered);
    }
  for (const name of answered) if (!said.has(name)) describeMask(schemas[name]!);
};

/** The schemas that a part of the document refers to, and those that they do. */
const gather = (part: unknown, schemas: Record<string, Schema>, found: Set<string>): void => {
  for (const [, name = ''] of (JSON.stringify(part) ?? '').matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    gather(schemas[name], schemas, found);
  }
};

const describeMask = ({ properties }: Schema): void => {
  if (!properties) return;
  const about = isAboutSomething(properties);
  const hidden = Object.keys(properties).filter((name) =>
    about ? !kept.has(name) : isCalledLikeMeasure(name),
  );
  if (hidden.length === 0) return;
  for (const name of hidden) properties[name] = nullable(properties[name]!);
  properties['masked'] = {
    type: 'boolean',
    description: 'True where a value is not shown to the caller: null stands in its place.',
  };
};

const nullable = (schema: object): object => {
  if ('type' in schema && schema.type === 'array') return schema;
  return '$ref' in schema ? { allOf: [schema], nullable: true } : { ...schema, nullable: true };
};
