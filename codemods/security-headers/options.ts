/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** The headers that responses carry. */
  headers: readonly string[];
  /** `X-Frame-Options` of a service that answers with data only; one that has pages lets its own pages frame each other. */
  frames: string;
  /** `Referrer-Policy`. */
  referrer: string;
  /** `Content-Security-Policy` of JSON. */
  policy: string;
  /** `Content-Security-Policy` of everything else that a service without pages of its own answers with: of the API's documentation above all. */
  docsPolicy: string;
  /** `Strict-Transport-Security`. */
  transport: string;
  /** `Permissions-Policy`, where it is asked for. */
  permissions: string;
  /** The module of the service's middleware. */
  middleware: string;
  /** The folder in that path that stands for the service's own; it may be `{pkg}`. */
  packageRoot: string;
}

export const FRAMES: string = 'X-Frame-Options';
export const POLICY: string = 'Content-Security-Policy';
export const TRANSPORT: string = 'Strict-Transport-Security';

/** The header of each name that values are known for, as it is spelled. */
export const KNOWN: readonly string[] = ['X-Content-Type-Options', FRAMES, 'Referrer-Policy', POLICY, TRANSPORT, 'Permissions-Policy'];

/** The headers that are asked for and known, in a fixed order, and the names of those that are not known. */
export function wantedHeaders({ headers }: Options): { readonly wanted: readonly string[]; readonly unknown: readonly string[] } {
  const isNamed = (name: string): boolean => headers.some((one) => one.toLowerCase() === name.toLowerCase());
  return { wanted: KNOWN.filter(isNamed), unknown: headers.filter((one) => !KNOWN.some((name) => name.toLowerCase() === one.toLowerCase())) };
}

/** The value that a header has in every response. */
export function valueOf(name: string, options: Options, hasPages: boolean): string {
  switch (name) {
    case FRAMES:
      return hasPages ? 'SAMEORIGIN' : options.frames;
    case 'Referrer-Policy':
      return options.referrer;
    case 'Permissions-Policy':
      return options.permissions;
    default:
      return 'nosniff';
  }
}
