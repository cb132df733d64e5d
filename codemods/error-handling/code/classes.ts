/** An exception that a standard may name, with the answer it stands for. */
export interface StandardClass {
  readonly name: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly doc: string;
}

type Meaning = Omit<StandardClass, 'name'>;

/** By the name without `Error` or `Exception`. */
const MEANINGS: Readonly<Partial<Record<string, Meaning>>> = {
  BadRequest: { status: 400, code: 'BAD_REQUEST', message: 'The request cannot be served as it is.', doc: 'The request makes no sense.' },
  Unauthorized: { status: 401, code: 'UNAUTHORIZED', message: 'Authentication is required.', doc: 'Nobody knows who is asking.' },
  Unauthenticated: { status: 401, code: 'UNAUTHENTICATED', message: 'Authentication is required.', doc: 'Nobody knows who is asking.' },
  Forbidden: { status: 403, code: 'FORBIDDEN', message: 'This is not allowed.', doc: 'Who is asking may not do this.' },
  NotFound: { status: 404, code: 'NOT_FOUND', message: 'The resource does not exist.', doc: 'What is asked for does not exist.' },
  Conflict: { status: 409, code: 'CONFLICT', message: 'The request conflicts with what is there.', doc: 'The request conflicts with what is there.' },
  Gone: { status: 410, code: 'GONE', message: 'The resource exists no longer.', doc: 'What is asked for exists no longer.' },
  Validation: { status: 422, code: 'VALIDATION_ERROR', message: 'The request has values that are not valid.', doc: 'The request has values that are not valid.' },
  TooManyRequests: { status: 429, code: 'TOO_MANY_REQUESTS', message: 'There are too many requests.', doc: 'Who is asking asks too often.' },
  RateLimit: { status: 429, code: 'RATE_LIMIT', message: 'There are too many requests.', doc: 'Who is asking asks too often.' },
  ServiceUnavailable: { status: 503, code: 'SERVICE_UNAVAILABLE', message: 'The service is not available at the moment.', doc: 'Something that the service needs is not there.' },
};

/** The exceptions of the names that a standard lists; a full sentence for a name whose status cannot be told. */
export function standardClasses(names: readonly string[]): readonly StandardClass[] | { readonly problem: string } {
  const classes = names.map((name) => ({ name, meaning: MEANINGS[name.replace(/(?:Error|Exception)$/, '')] }));
  const unknown = classes.find(({ meaning }) => meaning === undefined);
  if (unknown) return { problem: `What \`${unknown.name}\` is answered with cannot be told from its name.` };
  const known = classes.flatMap(({ name, meaning }): StandardClass[] => (meaning ? [{ name, ...meaning }] : []));
  return known.sort((a, b) => a.status - b.status);
}
