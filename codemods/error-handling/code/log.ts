import { fitted, type CodeStyle, type NewImport } from '#pystd';

/** How a module of the service logs. */
export interface Logger {
  readonly imports: readonly NewImport[];
  /** The statement that makes the logger, where it is not imported. */
  readonly made: string | undefined;
  /** A statement that logs an exception with its traceback, and the path that was asked for. */
  call(what: string, width: number, indent: string): string;
}

/** Logging with the library that the service has. The exception is named: handlers need not run where it is being caught. */
export function loggerOf({ logging }: CodeStyle): Logger {
  switch (logging) {
    case 'loguru':
      return { imports: [{ module: 'loguru', name: 'logger', section: 'outer' }], made: undefined, call: (what, width, indent) => fitted('logger.opt(exception=exc).error(', [`"${what} at {}"`, 'request.url.path'], ')', width, indent) };
    case 'structlog':
      return {
        imports: [{ module: 'structlog', section: 'outer' }],
        made: 'logger = structlog.get_logger(__name__)',
        call: (what, width, indent) => fitted('logger.error(', [`"${what.toLowerCase().replaceAll(' ', '_')}"`, 'path=request.url.path', 'exc_info=exc'], ')', width, indent),
      };
    case 'logging':
      return {
        imports: [{ module: 'logging', section: 'standard' }],
        made: 'logger = logging.getLogger(__name__)',
        call: (what, width, indent) => fitted('logger.error(', [`"${what} at %s"`, 'request.url.path', 'exc_info=exc'], ')', width, indent),
      };
  }
}
