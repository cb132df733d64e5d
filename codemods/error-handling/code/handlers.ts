import { fitted, importBlock, snakeCase, type CodeStyle, type NewImport, type RepoPath } from '#pystd';
import type { Options, Reshaping } from '../options.ts';
import { UNEXPECTED } from './exceptions.ts';
import { loggerOf } from './log.ts';

/** What a handler is for: the application's own exceptions, FastAPI's, those of the database, or anything else. */
export type HandlerKind = 'base' | 'http' | 'validation' | 'integrity' | 'operational' | 'fallback';

/** What the handlers are made of. */
export interface HandlerParts {
  readonly path: RepoPath;
  readonly style: CodeStyle;
  readonly options: Options;
  readonly reshaping: Reshaping;
  readonly kinds: readonly HandlerKind[];
  /** The base class of the exceptions: its import, and which of these it carries. */
  readonly base: { readonly import: NewImport; readonly name: string; readonly hasDetails: boolean; readonly hasHeaders: boolean } | undefined;
  /** Settings that say whether this is development, where errors may tell more. */
  readonly debug: { readonly import: NewImport; readonly value: string } | undefined;
  /** The headers of the answer to what nothing else handles, which no middleware can give it. */
  readonly headers: { readonly imports: readonly NewImport[]; readonly value: string } | undefined;
}

/** One handler: the decorated function at the margin, and what it needs. */
export interface HandlerCode {
  readonly code: string;
  readonly imports: readonly NewImport[];
}

const REQUEST: NewImport = { module: 'fastapi', name: 'Request', section: 'outer' };
const ANSWER: NewImport = { module: 'fastapi.responses', name: 'JSONResponse', section: 'outer' };

/** The module with the format, and the function that registers the handlers. */
export function handlersText(parts: HandlerParts): string {
  const { path, style, kinds, options } = parts;
  const width = style.width(path);
  const handlers = kinds.map((kind) => handlerCode(kind, parts));
  const isLogging = handlers.some(({ code }) => code.includes('logger.'));
  const logger = loggerOf(style);
  const imports = importBlock([
    { module: 'fastapi', name: 'FastAPI', section: 'outer' }, { module: 'fastapi.encoders', name: 'jsonable_encoder', section: 'outer' },
    ...(style.floor !== undefined && style.floor < 9 ? [{ module: 'typing', name: 'Dict', section: 'standard' } as const] : []),
    ...(isLogging ? logger.imports : []), ...handlers.flatMap((one) => one.imports),
  ], width);
  const constants = [...(isLogging && logger.made !== undefined ? [logger.made] : []), ...(kinds.includes('http') ? [CODES] : [])];
  const sections = [...(constants.length > 0 ? [constants.join('\n\n')] : []), bodyText(options, style, width), `${REGISTER}\n${handlers.map(({ code }) => `\n${indented(code)}`).join('\n')}`];
  return `"""Handlers that answer exceptions in one format."""\n\n${imports}${constants.length > 0 ? '\n' : '\n\n'}${sections.join('\n\n\n')}\n`;
}

/** Codes of the statuses that `HTTPException` is raised with; others are named by their number. */
export const CODES = `CODES = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    409: "CONFLICT",
    422: "VALIDATION_ERROR",
    429: "TOO_MANY_REQUESTS",
    500: "${UNEXPECTED.code}",
    503: "SERVICE_UNAVAILABLE",
}`;

const REGISTER = `def register_exception_handlers(app: FastAPI) -> None:
    """Register the handlers of an application.

    Args:
        app: The application whose exceptions they answer.
    """`;

function bodyText({ envelope }: Options, { floor }: CodeStyle, width: number): string {
  const type = floor !== undefined && floor < 9 ? 'Dict[str, object]' : 'dict[str, object]';
  const members = ['"code": code', '"message": message', '"details": jsonable_encoder(details)'];
  const made = envelope === '' ? fitted('return {', members, '}', width, '    ') : `${fitted('error = {', members, '}', width, '    ')}\n    return {"${envelope}": error}`;
  return `${fitted('def error_body(', ['code: str', 'message: str', 'details: object = None'], `) -> ${type}:`, width)}
    """Make the body that all errors have.

    Args:
        code: What clients tell errors apart by.
        message: What people read.
        details: Whatever else the client is told.

    Returns:
        The body, as JSON can say it.
    """
${made}`;
}

/** The handler of one kind, at the margin; it will stand in a function. */
export function handlerCode(kind: HandlerKind, parts: HandlerParts): HandlerCode {
  const width = parts.style.width(parts.path) - 4;
  switch (kind) {
    case 'base':
      return baseHandler(parts, width);
    case 'http':
      return httpHandler(parts, width);
    case 'validation':
      return validationHandler(parts, width);
    case 'integrity':
      return databaseHandler('IntegrityError', 'handle_integrity_error', parts.options.integrityStatus, ['CONFLICT', 'The request conflicts with what is stored.'], parts, width);
    case 'operational':
      return databaseHandler('OperationalError', 'handle_operational_error', parts.options.operationalStatus, ['SERVICE_UNAVAILABLE', 'The service is not available at the moment.'], parts, width);
    case 'fallback':
      return fallbackHandler(parts, width);
  }
}

function baseHandler({ base, style }: HandlerParts, width: number): HandlerCode {
  const name = base?.name ?? 'Exception';
  const body = fitted('body = error_body(', ['exc.code', 'exc.message', ...(base?.hasDetails ? ['exc.details'] : [])], ')', width, STEP);
  const answer = base?.hasHeaders ? answered('body', 'exc.status_code', 'exc.headers', width) : answered('body', 'exc.status_code', undefined, width);
  const logged = loggerOf(style).call('Internal error', width, STEP + STEP);
  return { code: `${head(name, `handle_${snakeCase(name)}`, 'request', 'JSONResponse', width)}\n    if exc.status_code >= 500:\n${logged}\n${body}\n${answer}`, imports: [REQUEST, ANSWER, ...(base ? [base.import] : [])] };
}

function httpHandler({ reshaping }: HandlerParts, width: number): HandlerCode {
  const legacy = reshaping === 'standard' ? '' : '\n    body["detail"] = exc.detail';
  return {
    code: `${head('HTTPException', 'handle_http_exception', '_', 'Response', width)}
    headers = getattr(exc, "headers", None)
    if exc.status_code < 200 or exc.status_code in {204, 205, 304}:
        return Response(status_code=exc.status_code, headers=headers)
    code = CODES.get(exc.status_code, f"HTTP_{exc.status_code}")
    is_text = isinstance(exc.detail, str)
    message = exc.detail if is_text else "The request failed."
    body = error_body(code, message, None if is_text else exc.detail)${legacy}
${answered('body', 'exc.status_code', 'headers', width)}`,
    imports: [REQUEST, ANSWER, { module: 'fastapi', name: 'Response', section: 'outer' }, { module: 'starlette.exceptions', name: 'HTTPException', section: 'outer' }],
  };
}

/** What was sent is left out of the details: it may be a password. */
function validationHandler({ reshaping }: HandlerParts, width: number): HandlerCode {
  const item = '{key: error[key] for key in ("loc", "msg", "type")}';
  const items = 'for error in exc.errors()';
  const [line, inner] = [`${STEP}details = [${item} ${items}]`, `${STEP + STEP}${item} ${items}`];
  const details = line.length <= width ? line : `${STEP}details = [\n${inner.length <= width ? inner : `${STEP + STEP}${item}\n${STEP + STEP}${items}`}\n${STEP}]`;
  const legacy = reshaping === 'standard' ? '' : '\n    body["detail"] = jsonable_encoder(exc.errors())';
  return {
    code: `${head('RequestValidationError', 'handle_invalid_request', '_', 'JSONResponse', width)}
${details}
${fitted('body = error_body(', ['"VALIDATION_ERROR"', '"The request is not valid."', 'details'], ')', width, STEP)}${legacy}
${answered('body', '422', undefined, width)}`,
    imports: [REQUEST, ANSWER, { module: 'fastapi.exceptions', name: 'RequestValidationError', section: 'outer' }],
  };
}

function databaseHandler(name: string, called: string, status: number, [code, message]: readonly [string, string], { style }: HandlerParts, width: number): HandlerCode {
  return {
    code: `${head(name, called, 'request', 'JSONResponse', width)}\n${loggerOf(style).call('Database error', width, STEP)}\n${fitted('body = error_body(', [`"${code}"`, `"${message}"`], ')', width, STEP)}\n${answered('body', String(status), undefined, width)}`,
    imports: [REQUEST, ANSWER, { module: 'sqlalchemy.exc', name, section: 'outer' }],
  };
}

function fallbackHandler({ style, debug, headers }: HandlerParts, width: number): HandlerCode {
  const told = debug ? [`details = f"{type(exc).__name__}: {exc}" if ${debug.value} else None`] : [];
  const made = fitted('body = error_body(', [`"${UNEXPECTED.code}"`, `"${UNEXPECTED.message}"`, ...(debug ? ['details'] : [])], ')', width, STEP);
  return {
    code: [head('Exception', 'handle_unexpected_error', 'request', 'JSONResponse', width), loggerOf(style).call('Unexpected error', width, STEP), ...told.map((line) => `${STEP}${line}`), made, answered('body', '500', headers?.value, width)].join('\n'),
    imports: [REQUEST, ANSWER, ...(debug ? [debug.import] : []), ...(headers?.imports ?? [])],
  };
}

const STEP = '    ';

function head(exception: string, name: string, request: '_' | 'request', answer: string, width: number): string {
  return `@app.exception_handler(${exception})\n${fitted(`async def ${name}(`, [`${request}: Request`, `exc: ${exception}`], `) -> ${answer}:`, width)}`;
}

function answered(body: string, status: string, headers: string | undefined, width: number): string {
  return fitted('return JSONResponse(', [body, `status_code=${status}`, ...(headers === undefined ? [] : [`headers=${headers}`])], ')', width, STEP);
}

function indented(code: string): string {
  return code.split('\n').map((line) => (line === '' ? '' : `${STEP}${line}`)).join('\n');
}
