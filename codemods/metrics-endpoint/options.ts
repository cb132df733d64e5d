/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** The path that answers with the metrics. */
  path: string;
  /** What each request is counted by: any of `endpoint`, `method` and `status`. */
  labels: readonly string[];
  /** The module of the logging set-up: the metrics' module goes beside it. */
  logging: string;
  /** The module of the service's middleware. */
  middleware: string;
  /** The folder in these paths that stands for the service's own; it may be `{pkg}`. */
  packageRoot: string;
}

/** The names of labels, with the expression in the middleware that gives each its value. */
const VALUES = { endpoint: '_route_template(scope, root_path)', method: 'method', status: 'str(status)' } as const;

/** One thing that a request is counted by. */
export interface Label {
  readonly name: string;
  readonly value: string;
}

/** The labels that the options ask for, as far as they are known; those of the rule where none is. */
export function labelsOf({ labels }: Options): readonly Label[] {
  const known = (Object.keys(VALUES) as (keyof typeof VALUES)[]).filter((name) => labels.includes(name));
  return (known.length > 0 ? known : (Object.keys(VALUES) as (keyof typeof VALUES)[])).map((name) => ({ name, value: VALUES[name] }));
}
