import type { LoggingLibrary } from './model.ts';

/** What gives a logger when it is called, by its dotted name, under the names people import it by. */
export const FACTORIES: ReadonlyMap<string, LoggingLibrary> = new Map([
  ...['logging.getLogger', 'logging.LoggerAdapter', 'logging.Logger', 'uvicorn.config.logging.getLogger', 'celery.utils.log.get_task_logger', 'celery.utils.log.get_logger'].map((name) => [name, 'logging'] as const),
  ...['structlog.get_logger', 'structlog.getLogger', 'structlog.stdlib.get_logger', 'structlog.stdlib.getLogger', 'structlog.wrap_logger', 'structlog._config.get_logger'].map((name) => [name, 'structlog'] as const),
]);

/** What is a logger by itself. */
export const LOGGERS: ReadonlyMap<string, LoggingLibrary> = new Map([['loguru.logger', 'loguru'], ['loguru._logger.logger', 'loguru'], ['logging.root', 'logging']]);

/** The classes of loggers, as annotations name them. */
export const CLASSES: ReadonlyMap<string, LoggingLibrary> = new Map([
  ...['logging.Logger', 'logging.LoggerAdapter'].map((name) => [name, 'logging'] as const),
  ...['structlog.BoundLogger', 'structlog.BoundLoggerBase', 'structlog.stdlib.BoundLogger', 'structlog.stdlib.AsyncBoundLogger', 'structlog.typing.FilteringBoundLogger', 'structlog.types.FilteringBoundLogger', 'structlog.typing.BindableLogger'].map((name) => [name, 'structlog'] as const),
  ...['loguru.Logger', 'loguru._logger.Logger'].map((name) => [name, 'loguru'] as const),
]);

/** The methods of a logger that give a logger with more context, or otherwise the like. */
export const DERIVING: Readonly<Record<LoggingLibrary, ReadonlySet<string>>> = {
  logging: new Set(['getChild']),
  structlog: new Set(['bind', 'new', 'unbind', 'try_unbind']),
  loguru: new Set(['bind', 'opt', 'patch']),
};

/** The methods of a logger that write a record. */
export const METHODS: Readonly<Record<LoggingLibrary, ReadonlySet<string>>> = {
  logging: new Set(['debug', 'info', 'warning', 'warn', 'error', 'exception', 'critical', 'fatal', 'log']),
  structlog: new Set(['debug', 'info', 'msg', 'warning', 'warn', 'error', 'err', 'exception', 'critical', 'fatal', 'log', 'adebug', 'ainfo', 'awarning', 'aerror', 'aexception', 'acritical', 'alog']),
  loguru: new Set(['trace', 'debug', 'info', 'success', 'warning', 'error', 'exception', 'critical', 'log']),
};

/** The functions of the module `logging` that write to the root logger. */
export const ROOT_FUNCTIONS: ReadonlySet<string> = METHODS.logging;

/** The levels by their names; loguru's own are among them. */
export const LEVELS: Readonly<Record<string, number>> = { NOTSET: 0, TRACE: 5, DEBUG: 10, INFO: 20, SUCCESS: 25, WARNING: 30, WARN: 30, ERROR: 40, CRITICAL: 50, FATAL: 50 };
