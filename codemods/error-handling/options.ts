/** What a standard or a repository may set for this codemod. */
export interface Options {
  /**
   * What becomes of the answers that FastAPI gives to `HTTPException` and to invalid requests: they are `kept`, get the members of the standard
   * `with-detail` beside them for the clients there are, or are replaced by those of the `standard`.
   */
  existingResponses: string;
  /** The class that the application's exceptions derive from. */
  base: string;
  /** The exceptions below it that every service has; their statuses follow from their names. */
  classes: readonly string[];
  /** The member that an error is wrapped in; empty for none. */
  envelope: string;
  /** The module of the exceptions; the one of their handlers stands beside it. */
  module: string;
  /** The folder in this path that stands for the service's own; it may be `{pkg}`. */
  packageRoot: string;
  /** The HTTP status when the database refuses a change for its constraints. */
  integrityStatus: number;
  /** The HTTP status when the database cannot do its work. */
  operationalStatus: number;
}

/** How errors that FastAPI answers by itself are to look. */
export type Reshaping = 'kept' | 'with-detail' | 'standard';

/** The reshaping that the options name; anything unknown changes nothing. */
export function reshapingOf({ existingResponses }: Options): Reshaping {
  return existingResponses === 'with-detail' || existingResponses === 'standard' ? existingResponses : 'kept';
}
