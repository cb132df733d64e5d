/** What users and standards may set. */
export interface Options {
  /** The module of shared dependencies, where the service has none yet. */
  module: string;
  /** The folder in it that stands for the service's own. */
  packageRoot: string;
}
