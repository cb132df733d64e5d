import { fitted, listed, type MiddlewareCode, type NewImport } from '#pystd';
import { POLICY, TRANSPORT, valueOf, type Options } from '../options.ts';

/** What the middleware adds. */
export interface Added {
  /** The headers, by name. */
  readonly names: readonly string[];
  /** Whether the service has pages of its own: no policy is made up for them. */
  readonly hasPages: boolean;
  /** Whether the application says if it runs in production; else requests over HTTPS are told by their scheme. */
  readonly isTold: boolean;
  readonly options: Options;
}

/** The names that the middleware binds in its module. */
export const MIDDLEWARE_NAMES: readonly string[] = ['SECURITY_HEADERS', 'JSON_POLICY', 'DOCS_POLICY', 'STRICT_TRANSPORT', 'SecurityHeadersMiddleware'];

/** The middleware that gives responses the headers they lack. */
export function middlewareCode(added: Added, width: number): MiddlewareCode {
  const imports: readonly NewImport[] = [
    { module: 'starlette.datastructures', name: 'MutableHeaders', section: 'outer' },
    ...['ASGIApp', 'Message', 'Receive', 'Scope', 'Send'].map((name): NewImport => ({ module: 'starlette.types', name, section: 'outer' })),
  ];
  return { doc: 'Middleware of the service.', imports, definitions: `${constantsText(added)}\n\n\n${classText(added, width)}\n` };
}

function constantsText({ names, hasPages, options }: Added): string {
  const fixed = names.filter((name) => name !== POLICY && name !== TRANSPORT);
  const lines: string[] = [];
  if (fixed.length > 0) lines.push(listed('SECURITY_HEADERS = {', fixed.map((name) => `"${name}": ${JSON.stringify(valueOf(name, options, hasPages))}`), '}'));
  if (names.includes(POLICY)) {
    lines.push(`JSON_POLICY = ${JSON.stringify(options.policy)}`);
    if (!hasPages) lines.push(`# The pages of the API's documentation load scripts and styles from elsewhere.\nDOCS_POLICY = ${JSON.stringify(options.docsPolicy)}`);
  }
  if (names.includes(TRANSPORT)) lines.push(`STRICT_TRANSPORT = ${JSON.stringify(options.transport)}`);
  return lines.join('\n');
}

function classText(added: Added, width: number): string {
  const { names, isTold } = added;
  const told = isTold && names.includes(TRANSPORT);
  const taken = told ? '            is_production: Whether browsers are told to stay with HTTPS.\n' : '';
  return `class SecurityHeadersMiddleware:
    """Adds the security headers that a response does not have yet."""

    def __init__(self, app: ASGIApp${told ? ', *, is_production: bool' : ''}) -> None:
        """Take the application that answers.

        Args:
            app: What the requests are passed on to.
${taken}        """
        self.app = app
${told ? '        self.is_production = is_production\n' : ''}
${fitted('async def __call__(', ['self', 'scope: Scope', 'receive: Receive', 'send: Send'], ') -> None:', width, '    ')}
        """Pass a request on, and add the headers when its response starts.

        Args:
            scope: What is known of the connection.
            receive: Gives the next event of the client.
            send: Takes the next event of the response.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                headers = MutableHeaders(scope=message)
${additions(added)}            await send(message)

        await self.app(scope, receive, send_secured)`;
}

function additions({ names, hasPages, isTold }: Added): string {
  const lines: string[] = [];
  if (names.some((name) => name !== POLICY && name !== TRANSPORT)) lines.push('for name, value in SECURITY_HEADERS.items():', '    headers.setdefault(name, value)');
  if (names.includes(POLICY)) {
    if (hasPages) lines.push('if "json" in headers.get("Content-Type", ""):', `    headers.setdefault("${POLICY}", JSON_POLICY)`);
    else lines.push('is_json = "json" in headers.get("Content-Type", "")', 'policy = JSON_POLICY if is_json else DOCS_POLICY', `headers.setdefault("${POLICY}", policy)`);
  }
  if (names.includes(TRANSPORT)) lines.push(isTold ? 'if self.is_production:' : 'if scope["scheme"] == "https":', `    headers.setdefault("${TRANSPORT}", STRICT_TRANSPORT)`);
  return lines.map((line) => `                ${line}\n`).join('');
}
