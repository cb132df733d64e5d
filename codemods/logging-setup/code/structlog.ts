import { importBlock } from '#pystd';
import { followedByServer, FUNCTION, saidLines, type Parts } from './parts.ts';

/**
 * The module for structlog. Both its loggers and those of the standard library end in one formatter, so that the lines of other distributions are JSON as
 * well. Loggers are not cached: `structlog.testing.capture_logs` would not see what cached ones write.
 */
export function structlogText({ path, style, settings, said, stream }: Parts): string {
  const imports = importBlock([
    { module: 'logging', section: 'standard' },
    ...(stream === 'stdout' ? [{ module: 'sys', section: 'standard' } as const] : []),
    { module: 'structlog', section: 'outer' },
    settings,
  ], style.width(path));
  return `"""Logging of the service."""

${imports}

def ${FUNCTION}() -> None:
    """Set up the loggers; called once, before the application is made."""
${saidLines(said, style.width(path)).map((line) => `    ${line}\n`).join('')}    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(${stream === 'stdout' ? 'sys.stdout' : ''})
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
${followedByServer('[handler]')}`;
}
