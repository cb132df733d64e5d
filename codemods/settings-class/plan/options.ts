/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** The module of the settings, in a repository that is laid out as the standard wants. */
  module: string;
  /** The folder in it that stands for the service's own; it may be `{pkg}`. */
  packageRoot: string;
  /** How the program gets at its settings: `module-singleton` (`settings`) or `lru_cache-getter` (`get_settings()`). */
  accessor: string;
  /** Whether a new class tells `host` from `HOST`, as the environment does. */
  caseSensitive: boolean;
  /** The file of variables that a new class reads where the program loads none today; empty for none. */
  envFile: string;
  /** Whether secrets lose their defaults, so that somebody must set them. */
  requireSecrets: boolean;
  /** Whether configuration that is written into the code becomes settings, too: addresses of databases and brokers, secrets, origins, lifetimes of tokens. */
  hardCoded: boolean;
}
