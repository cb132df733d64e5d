import { importBlock } from '#pystd';
import { followedByServer, FUNCTION, saidLines, type Parts } from './parts.ts';

/** The module for loguru. Records of the standard library's loggers keep their own place and their `extra`. Values of variables are shown in development only. */
export function loguruText({ path, style, settings, shape, said, stream }: Parts): string {
  const { byEnvironment } = shape;
  const imports = importBlock([
    ...['logging', 'sys'].map((module) => ({ module, section: 'standard' }) as const),
    { module: 'loguru', name: 'logger', section: 'outer' },
    settings,
  ], style.width(path));
  return `"""Logging of the service."""

${imports}
# What every record has, and what uvicorn adds for terminals.
ATTRIBUTES = {
    *vars(logging.makeLogRecord({})),
    "asctime",
    "color_message",
    "message",
}


class InterceptHandler(logging.Handler):
    """Hands the records of the standard library's loggers to loguru."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log the record at its level, from its place."""
        try:
            level: str | int = logger.level(record.levelname).name
        except ValueError:
            level = record.levelno
${extra(style.width(path))}
        placed = logger.patch(
            lambda entry: entry.update(
                {
                    "name": record.name,
                    "function": record.funcName or "",
                    "line": record.lineno,
                }
            )
        )
        message = record.getMessage()
        placed.bind(**extra).opt(exception=record.exc_info).log(level, message)


def ${FUNCTION}() -> None:
    """Set up the loggers; called once, before the application is made."""
${saidLines(said, style.width(path)).map((line) => `    ${line}\n`).join('')}    logger.remove()
    logger.add(
        sys.${stream},
        level=level,
        serialize=${byEnvironment ? 'not is_development' : 'True'},
        diagnose=${byEnvironment ? 'is_development' : 'False'},
    )
    logging.basicConfig(handlers=[InterceptHandler()], level=0, force=True)
${followedByServer('[InterceptHandler()]')}`;
}

/** A comprehension as Black and Ruff write it. */
function extra(width: number): string {
  const inner = ['name: value', 'for name, value in vars(record).items()', 'if name not in ATTRIBUTES'];
  const line = `        extra = {${inner.join(' ')}}`;
  if (line.length <= width) return line;
  const second = `            ${inner.join(' ')}`;
  return `        extra = {\n${second.length <= width ? second : inner.map((one) => `            ${one}`).join('\n')}\n        }`;
}
