import { importBlock, listed, type NewImport } from '#pystd';
import type { Options } from '../options.ts';
import { followedByServer, FUNCTION, saidLines, type Parts } from './parts.ts';

/** How a line for people shows a field. */
const SHOWN: Readonly<Record<string, string>> = { timestamp: '%(asctime)s', level: '%(levelname)s', name: '%(name)s', message: '%(message)s' };

/** What a field of a JSON line is taken from. */
const TAKEN: Readonly<Record<string, string>> = { timestamp: 'timestamp.isoformat()', level: 'record.levelname', message: 'record.getMessage()' };

/** The module for the standard library: one dictionary, and a formatter of our own, which needs no distribution. */
export function stdlibText(parts: Parts): string {
  const { path, shape, style, options, settings } = parts;
  const isNew = (style.floor ?? 0) >= 11;
  const imports: readonly NewImport[] = [
    ...['json', 'logging', 'logging.config'].map((module): NewImport => ({ module, section: 'standard' })),
    ...['datetime', isNew ? 'UTC' : 'timezone'].map((name): NewImport => ({ module: 'datetime', name, section: 'standard' })),
    ...(shape.hasFiles ? [{ module: 'pathlib', name: 'Path', section: 'standard' } as const] : []),
    settings,
  ];
  const line = shape.byEnvironment || shape.hasFiles ? `LINE = "${lineOf(options.fields)}"\n` : '';
  return `"""Logging of the service."""\n\n${importBlock(imports, style.width(path))}\n${line}${ATTRIBUTES}\n\n${formatter(options.fields, isNew)}\n\n${configure(parts)}`;
}

const ATTRIBUTES = `# What every record has, and what uvicorn adds for terminals.
ATTRIBUTES = {
    *vars(logging.makeLogRecord({})),
    "asctime",
    "color_message",
    "message",
}
`;

/** `%(asctime)s %(levelname)s %(name)s.%(funcName)s:%(lineno)d %(message)s`: the fields in the order in which people read them. */
function lineOf(fields: readonly string[]): string {
  const has = (field: string): boolean => fields.includes(field);
  const place = `%(name)s${has('funcName') ? '.%(funcName)s' : ''}${has('lineno') ? ':%(lineno)d' : ''}`;
  const others = fields.filter((field) => !(field in SHOWN) && field !== 'funcName' && field !== 'lineno').map((field) => `%(${field})s`);
  return ['%(asctime)s', '%(levelname)s', place, ...others, '%(message)s'].join(' ');
}

function formatter(fields: readonly string[], isNew: boolean): string {
  const value = (field: string): string => TAKEN[field] ?? `record.${field}`;
  return `class JsonFormatter(logging.Formatter):
    """Writes records as lines of JSON, with their \`extra\` and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        timestamp = datetime.fromtimestamp(record.created, ${isNew ? 'UTC' : 'timezone.utc'})
${listed('entry = {', fields.map((field) => `"${field}": ${value(field)}`), '}', '        ')}
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            entry["stack"] = self.formatStack(record.stack_info)
        for name, value in vars(record).items():
            if name not in ATTRIBUTES:
                entry.setdefault(name, value)
        return json.dumps(entry, default=str)
`;
}

function configure({ path, style, shape, options, said, stream, hasDatabase }: Parts): string {
  const { byEnvironment, hasFiles, hasStatements } = shape;
  const hasDatabaseLevel = hasStatements && hasDatabase;
  const before = [
    ...saidLines(said, style.width(path)),
    ...(hasFiles ? [`files = ["app_file", "error_file"] if ${said.toFiles} else []`, 'if files:', ...foldersOf(options).map((folder) => `    Path("${folder}").mkdir(parents=True, exist_ok=True)`)] : []),
  ];
  return `def ${FUNCTION}() -> None:
    """Set up the loggers; called once, before the application is made."""
${before.map((line) => `    ${line}\n`).join('')}    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
${byEnvironment ? '                "console": {"format": LINE, "datefmt": "%H:%M:%S"},\n' : ''}${hasFiles ? '                "file": {"format": LINE},\n' : ''}                "json": {"()": JsonFormatter},
            },
            "handlers": {
                "console": {
                    "class": "logging.StreamHandler",
${stream === 'stdout' ? '                    "stream": "ext://sys.stdout",\n' : ''}                    "formatter": ${byEnvironment ? '"console" if is_development else "json"' : '"json"'},
                },
${hasFiles ? fileHandlers(options) : ''}            },
${hasDatabaseLevel ? databaseLevel(byEnvironment) : ''}            "root": {
                "level": level,
                "handlers": ${hasFiles ? '["console", *files]' : '["console"]'},
            },
        }
    )
${followedByServer('handlers[:]', '    handlers = logging.getLogger().handlers\n')}`;
}

/** SQLAlchemy logs statements at INFO and rows at DEBUG, below a level of its own: what is in the rows is nobody's business in production. */
function databaseLevel(byEnvironment: boolean): string {
  return `            "loggers": {
                "sqlalchemy.engine": {
                    "level": "DEBUG" if ${byEnvironment ? 'is_development' : 'level == "DEBUG"'} else "WARNING",
                },
            },
`;
}

/** Files are opened with their first record, and only where they are wanted: several processes would rotate them under each other, and not every file system can be written. */
function fileHandlers({ all, errors, maxBytes, backupCount }: Options): string {
  const size = maxBytes % 1048576 === 0 ? `${maxBytes / 1048576} * 1024 * 1024` : `${maxBytes}`;
  const handler = (name: string, file: string, level: string): string => `                "${name}": {
                    "class": "logging.handlers.RotatingFileHandler",
${level}                    "formatter": "file",
                    "filename": "${file}",
                    "maxBytes": ${size},
                    "backupCount": ${backupCount},
                    "encoding": "utf-8",
                    "delay": True,
                },
`;
  return handler('app_file', all, '') + handler('error_file', errors, '                    "level": "ERROR",\n');
}

function foldersOf({ all, errors }: Options): readonly string[] {
  return [...new Set([all, errors].map((file) => file.replace(/\/?[^/]*$/, '')))].filter((folder) => folder !== '');
}
