/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** The library that writes the records: `logging`, `structlog`, `loguru`, or `any-structured` for the one the service has, else `logging`. */
  library: string;
  /** The module that sets up logging. */
  module: string;
  /** What the library `logging` writes: any of `console` (lines for people), `file` (the same in rotating files) and `json`. */
  formatters: readonly string[];
  /** The fields of a record of the library `logging`, in their order. */
  fields: readonly string[];
  /** What structlog's chain has to hold. */
  processors: readonly string[];
  /** The level in development, where it goes by the environment; empty where it does not. */
  development: string;
  /** The level in production, where it goes by the environment. */
  production: string;
  /** The level where it does not, as long as nobody sets another. */
  level: string;
  /** The names of the environments, development first and production last. */
  tiers: readonly string[];
  /** The file that takes every record. */
  all: string;
  /** The file that takes errors besides. */
  errors: string;
  /** How large a file may grow, in bytes. */
  maxBytes: number;
  /** How many older files are kept. */
  backupCount: number;
  /** The module of the settings, where there are none yet. */
  config: string;
  /** The folder in these paths that stands for the service's own; it may be `{pkg}`. */
  packageRoot: string;
  /** How the program gets at settings that are made here: `module-singleton` (`settings`) or `lru_cache-getter` (`get_settings()`). */
  accessor: string;
}

/** The libraries that a set-up is written for. */
export const LIBRARIES = ['logging', 'structlog', 'loguru'] as const;
export type Library = (typeof LIBRARIES)[number];

/** What the set-up of one standard has. */
export interface Shape {
  readonly library: Library;
  /** Whether people and machines read different lines, by the environment. */
  readonly byEnvironment: boolean;
  /** Whether the level goes by the environment, too. */
  readonly hasLevels: boolean;
  readonly hasFiles: boolean;
  /** Whether statements of the database are logged at DEBUG. */
  readonly hasStatements: boolean;
}

/** The shape that the options ask for, as far as the rules in force do. `own` is the library that the service has. */
export function shapeOf({ library, formatters, tiers, development }: Options, own: Library | undefined, wants: (rule: string) => boolean): Shape {
  const named = LIBRARIES.find((one) => one === library);
  const chosen = named ?? own ?? 'logging';
  // Where any structured logger will do, lines of JSON are all there is.
  const isPlain = named === 'logging';
  const byEnvironment = tiers.length > 1 && (named === 'loguru' || (isPlain && formatters.includes('console') && wants('logging/formatters')));
  return {
    library: chosen,
    byEnvironment,
    hasLevels: byEnvironment && isPlain && development !== '' && wants('logging/level-by-environment'),
    hasFiles: isPlain && formatters.includes('file') && (wants('logging/rotating-files') || wants('logging/split-files')),
    hasStatements: isPlain && wants('logging/db-at-debug'),
  };
}
