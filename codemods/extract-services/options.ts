/** What users and standards may set. */
export interface Options {
  /** The folder of services, or the module of one: `src/services`, `app/{feature}/service.py`. */
  services: string;
  /** How a module in that folder is named. */
  file: string;
  /** The folder in `services` that stands for the service's own. */
  packageRoot: string;
  /** A handler with more statements than this is fat, whatever it does. */
  maxStatements: number;
  /** So is one with more ways through it. */
  maxComplexity: number;
  /** Paths or names of the handlers that are meant; all where it is empty. */
  handlers: readonly string[];
}
