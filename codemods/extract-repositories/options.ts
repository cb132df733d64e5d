/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** The folder of the repositories, or one module for each feature; empty where queries stay in the services. */
  repositories: string;
  /** How a module in that folder is named. */
  file: string;
  /** The module of the generic base class, in the same folder; empty for none. */
  base: string;
  /** The folder in these paths that stands for the service's own; it may be `{pkg}`. */
  packageRoot: string;
  /** Paths or names of the handlers that are meant; all where it is empty. */
  handlers: readonly string[];
}
