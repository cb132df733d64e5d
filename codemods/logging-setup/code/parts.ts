import type { CodeStyle, NewImport, RepoPath } from '#pystd';
import type { Options, Shape } from '../options.ts';

/** What the module that sets up logging is made of. */
export interface Parts {
  readonly path: RepoPath;
  readonly shape: Shape;
  readonly options: Options;
  readonly style: CodeStyle;
  /** How the settings are imported. */
  readonly settings: NewImport;
  readonly said: Said;
  /** Where people expected the records so far: `stdout` or `stderr`. */
  readonly stream: 'stdout' | 'stderr';
  /** Whether the project has SQLAlchemy. */
  readonly hasDatabase: boolean;
}

/** What the settings say, as expressions. */
export interface Said {
  /** How the settings are got, where that is a call. */
  readonly made: string | undefined;
  /** The level, as a text. */
  readonly level: string;
  /** Whether this is development; `undefined` where it makes no difference. */
  readonly isDevelopment: string | undefined;
  /** Whether files are written; `undefined` where none are. */
  readonly toFiles: string | undefined;
}

/** The first lines of the function: what the settings say. */
export function saidLines({ made, level, isDevelopment }: Said, width: number): readonly string[] {
  const line = `level = ${level}`;
  // A line that is too long is parted where it has brackets, as Black and Ruff do it.
  const parted = line.length + 4 > width ? /^(.* or \()(.*)(\))$/.exec(line) : null;
  return [
    ...(made === undefined ? [] : [`settings = ${made}`]),
    ...(isDevelopment === undefined ? [] : [`is_development = ${isDevelopment}`]),
    ...(parted ? [parted[1] ?? '', `    ${parted[2] ?? ''}`, parted[3] ?? ''] : [line]),
  ];
}

/** The function that the application calls first. */
export const FUNCTION = 'configure_logging';

/** uvicorn configures its loggers before it imports the application, and lets nothing propagate. gunicorn's workers have no handlers at `uvicorn` itself. */
export function followedByServer(handlers: string, before = ''): string {
  return `${before}    # uvicorn's loggers do not propagate: where it has set them up,
    # they write as all others do.
    if logging.getLogger("uvicorn").handlers:
        for name in ("uvicorn", "uvicorn.access"):
            server = logging.getLogger(name)
            server.handlers = ${handlers} if server.handlers else []
`;
}
