import { projectOf, type LoggingLibrary, type Module, type Task } from '#pystd';

/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** The library for modules without a logger: `logging`, `structlog`, `loguru`, or `any-structured` for the one that the project logs with. */
  library: string;
}

/** The library a module logs with: that of its logger, else the standard's where the project uses it, else the project's, else the standard library. */
export function libraryFor(module: Module, { backend, repo, options }: Task<Options>): LoggingLibrary {
  const there = backend.logging.loggerOf(module);
  if (there) return there.library;
  const { library, counts } = backend.logging.libraryOf(projectOf(repo, module.path));
  const asked = options.library;
  const isSetUp = (one: LoggingLibrary): boolean => backend.logging.setups.some((setup) => setup.library === one && projectOf(repo, setup.module.path) === projectOf(repo, module.path));
  if (asked === 'logging' || ((asked === 'structlog' || asked === 'loguru') && (counts[asked] > 0 || isSetUp(asked)))) return asked;
  return library ?? 'logging';
}
