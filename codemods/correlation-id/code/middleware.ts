import { fitted, listed, type MiddlewareCode, type NewImport } from '#pystd';
import type { Names } from '../options.ts';

/** What the module of the middleware has in it. */
export interface MiddlewareParts {
  readonly names: Names;
  /** The longest id that is taken from a caller. */
  readonly longest: number;
  /** Whether structlog keeps the id for its records. */
  readonly binds: boolean;
  /** Whether the answer to an exception that nothing handles is to be made here. */
  readonly answers: boolean;
  /** The line width of the module. */
  readonly width: number;
}

/** The function that answers what nothing handles. */
export const LAST_HANDLER = 'internal_server_error';

const STARLETTE: readonly NewImport[] = [
  ...['Headers', 'MutableHeaders'].map((name): NewImport => ({ module: 'starlette.datastructures', name, section: 'outer' })),
  ...['ASGIApp', 'Message', 'Receive', 'Scope', 'Send'].map((name): NewImport => ({ module: 'starlette.types', name, section: 'outer' })),
];

/** The variable of the id and the middleware that sets it. */
export function middlewareCode(parts: MiddlewareParts): MiddlewareCode {
  const { binds, answers } = parts;
  const imports: readonly NewImport[] = [
    { module: 'contextvars', name: 'ContextVar', section: 'standard' },
    { module: 're', name: 'fullmatch', section: 'standard' },
    { module: 'uuid', name: 'uuid4', section: 'standard' },
    ...STARLETTE,
    ...(answers ? [{ module: 'starlette.requests', name: 'Request', section: 'outer' } as const, { module: 'starlette.responses', name: 'PlainTextResponse', section: 'outer' } as const] : []),
    ...(binds ? ['bind_contextvars', 'reset_contextvars'].map((name): NewImport => ({ module: 'structlog.contextvars', name, section: 'outer' })) : []),
  ];
  const sections = [constants(parts), classText(parts), idText(parts), ...(answers ? [answerText(parts)] : [])];
  return { doc: 'Middleware of the service.', imports, definitions: `${sections.join('\n\n\n')}\n` };
}

function constants({ names: { constant, header, variable, field, isTrace }, longest, width }: MiddlewareParts): string {
  const lines = [
    `${constant} = "${header}"`,
    fitted(`${variable}: ContextVar[str] = ContextVar(`, [`"${field}"`, 'default="-"'], ')', width),
    '',
    '# What may go into log records as it is.',
    `_PLAIN_ID = r"[A-Za-z0-9._-]{1,${longest}}"`,
    ...(isTrace ? [TRACEPARENT] : []),
    answers(width),
  ];
  return lines.join('\n');
}

const TRACEPARENT = `# W3C Trace Context: version, trace id, parent id, flags, and what may come later.
_TRACEPARENT = (
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-"
    r"(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?"
)`;

function answers(width: number): string {
  const messages = ['"http.response.start"', '"websocket.accept"', '"websocket.http.response.start"'];
  const line = `_ANSWERS = (${messages.join(', ')})`;
  return line.length <= width ? line : listed('_ANSWERS = (', messages, ')');
}

function classText({ names: { middleware, constant, variable, title, field }, binds, width }: MiddlewareParts): string {
  const [bound, released] = binds ? [`\n        bound = bind_contextvars(${field}=value)`, '\n        reset_contextvars(**bound)'] : ['', ''];
  return `class ${middleware}:
    """Gives each request a ${title}, for its records and response."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application.

        Args:
            app: The application that answers.
        """
        self.app = app

${fitted('async def __call__(', ['self', 'scope: Scope', 'receive: Receive', 'send: Send'], ') -> None:', width, '    ')}
        """Set the id for all that runs on behalf of a request or websocket.

        Args:
            scope: What the request is.
            receive: Gives its messages.
            send: Takes those of the response.
        """
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        value = _${variable}_for(Headers(scope=scope))

        async def send_with_id(message: Message) -> None:
            if message["type"] in _ANSWERS:
                message.setdefault("headers", [])
                MutableHeaders(scope=message)[${constant}] = value
            await send(message)

        token = ${variable}.set(value)${bound}
        await self.app(scope, receive, send_with_id)
        # After an exception it stays, for whoever answers that further out.${released}
        ${variable}.reset(token)`;
}

function idText({ names: { constant, variable, title, isTrace }, width }: MiddlewareParts): string {
  const given = `    given = headers.get(${constant}, "")\n`;
  const [doc, traced, made] = isTrace
    ? [`Take the caller's id, first that of W3C Trace Context, or make one.`, `    match = fullmatch(_TRACEPARENT, headers.get("traceparent", ""))\n    if match:\n        return match[1]\n`, 'uuid4().hex']
    : [`Take the caller's ${title} if well-formed, or make one.`, '', 'str(uuid4())'];
  return `${fitted(`def _${variable}_for(`, ['headers: Headers'], ') -> str:', width)}\n    """${doc}"""\n${traced}${given}    return given if fullmatch(_PLAIN_ID, given) else ${made}`;
}

/** Starlette answers what nothing handles outside of all middleware: only a handler can give that response the header. */
function answerText({ names: { constant, variable }, width }: MiddlewareParts): string {
  const answer = fitted('return PlainTextResponse(', ['"Internal Server Error"', 'status_code=500', `headers={${constant}: ${variable}.get()}`], ')', width, '    ');
  return `${fitted(`async def ${LAST_HANDLER}(`, ['_request: Request', '_error: Exception'], ') -> PlainTextResponse:', width)}
    """Answer as Starlette does where nothing else handles an exception.

    Returns:
        The response of Starlette with the id.
    """
${answer}`;
}
