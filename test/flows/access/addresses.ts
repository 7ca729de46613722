import type { Json, TestApi } from '../../../libs/testing/src/api';

/** A route of the document, and which parameters its address takes. */
export interface Operation {
  readonly method: 'get' | 'put' | 'post';
  readonly path: string;
  /** How it keeps to the scope of a caller. */
  readonly scope: string | undefined;
  readonly roles: readonly string[];
  readonly query: readonly string[];
  /** The kinds of content that it answers with. */
  readonly types: readonly string[];
}

export const operationsOf = async (api: TestApi): Promise<Operation[]> => {
  const { body } = await api.anybody().get('/openapi.json').expect(200);
  return Object.entries<Json>(body.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => ({
      method: method as Operation['method'],
      path,
      scope: operation['x-scope'],
      roles: operation['x-roles'] ?? [],
      query: (operation.parameters ?? [])
        .filter((parameter: Json) => parameter.in === 'query')
        .map(({ name }: Json) => name),
      types: Object.keys(operation.responses[200]?.content ?? {}),
    })),
  );
};

/** Sensible answers to what addresses ask for: an account of the scheme `cv`, in the first months of 2025. */
export const addressOf = (
  { path, query }: Operation,
  { externalId, ...ids }: { readonly externalId: string; readonly [kind: string]: string | undefined },
): string => {
  const values: Record<string, string> = {
    ...{ scheme: 'cv', target: 'T1', limit: '500', withinPct: '1000', reversals: '1', within: '1000' },
    ...{ from: '2025-01-01', to: '2025-04-30', until: '2025-04-30', a: '2025-02-01', b: '2025-04-01' },
  };
  const asked = query.flatMap((name) => (values[name] === undefined ? [] : [`${name}=${values[name]}`]));
  const filled = path
    .replace('{externalId}', externalId)
    // What has an id is asked for by the id given for its kind: `overrides`, `treatment-changes`, `jobs`.
    .replace(/([\w-]+)\/\{id\}/, (_, kind: string) => `${kind}/${ids[kind] ?? 'none'}`)
    .replace('{scheme}', 'cv')
    .replace('{day}', '2025-03-20')
    .replace('{version}', '1')
    .replace('{a}/diff/{b}', '1/diff/1')
    .replace('{seat}', 'west')
    .replace('{sha256}', '0'.repeat(64))
    .replace(/\{\w+\}/g, 'none');
  return asked.length === 0 ? filled : `${filled}?${asked.join('&')}`;
};
