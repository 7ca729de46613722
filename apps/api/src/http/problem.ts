/** What is wrong with one field: where it is in the request, and a sentence that says what to do. */
export interface FieldError {
  /** A JSON Pointer into the body; for a parameter or a header, its name behind a slash. */
  readonly pointer: string;
  readonly detail: string;
}

interface Extras {
  readonly errors?: readonly FieldError[];
  /** Further members of the answer: `rule`, `reasons`, `findings`. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A no of the HTTP edge itself, thrown wherever it is noticed; the filter writes it as RFC 9457 says. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly extras: Extras = {},
  ) {
    super(detail);
  }
}

const titles: Record<number, string> = {
  400: 'The request is not valid',
  401: 'Who is asking?',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'No such format',
  409: 'Out of order',
  412: 'Changed in the meantime',
  413: 'Too large',
  414: 'The address is too long',
  415: 'Unknown kind of content',
  422: 'Against the rules',
  429: 'Too many requests',
  500: 'Our mistake',
  503: 'Not ready',
};

/** The answer's body, as `application/problem+json`. */
export const problemBody = (problem: Problem, instance: string, traceId: string) => ({
  ...problem.extras.details,
  type: `urn:tierledger:problem:${problem.code.toLowerCase().replaceAll('_', '-')}`,
  title: titles[problem.status] ?? 'A problem',
  status: problem.status,
  detail: problem.message,
  instance,
  code: problem.code,
  ...(problem.extras.errors && { errors: problem.extras.errors }),
  traceId,
});

/** A request that cannot be read as what the route takes: one sentence for each field. */
export const invalid = (errors: readonly FieldError[]): Problem =>
  new Problem(
    400,
    'VALIDATION_FAILED',
    errors.length === 1 ? errors[0]!.detail : `${errors.length} fields need another value.`,
    { errors },
  );

/** One field that cannot be taken. */
export const invalidField = (pointer: string, detail: string): Problem => invalid([{ pointer, detail }]);

/** Somebody asks too often: `limit` says how often they may, and they may again in so many seconds. */
export const tooOften = (limit: string, seconds: number): Problem =>
  new Problem(429, 'RATE_LIMITED', `${limit}: try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  });

export const notFound = (detail: string, code = 'NOT_FOUND'): Problem => new Problem(404, code, detail);
