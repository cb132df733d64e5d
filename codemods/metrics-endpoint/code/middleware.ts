import { fitted, type MiddlewareCode, type NewImport } from '#pystd';
import type { Label } from '../options.ts';

/** The names that the middleware binds in its module. */
export const MIDDLEWARE_NAMES: readonly string[] = ['COUNTED_METHODS', 'MetricsMiddleware', '_route_template'];

/** The middleware that counts and times requests. `metrics` is its module of metrics, by the dotted name. */
export function middlewareCode(metrics: string, labels: readonly Label[], width: number): MiddlewareCode {
  const has = (name: string): boolean => labels.some((label) => label.name === name);
  const imports: readonly NewImport[] = [
    { module: 'time', name: 'perf_counter', section: 'standard' },
    ...(has('endpoint') ? [{ module: 'starlette.routing', name: 'Route', section: 'outer' } as const] : []),
    ...['ASGIApp', 'Message', 'Receive', 'Scope', 'Send'].map((name): NewImport => ({ module: 'starlette.types', name, section: 'outer' })),
    ...['REQUEST_COUNT', 'REQUEST_DURATION'].map((name): NewImport => ({ module: metrics, name, section: 'own' })),
  ];
  const methods = has('method') ? `${fitted('COUNTED_METHODS = frozenset(', ['{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}'], ')', width)}\n\n\n` : '';
  return { doc: 'Middleware of the service.', imports, definitions: methods + classText(labels, has, width) + (has('endpoint') ? `\n\n\n${templateText(width)}` : '') + '\n' };
}

function classText(labels: readonly Label[], has: (name: string) => boolean, width: number): string {
  const status = has('status');
  const watched = status ? '            if message["type"] == "http.response.start":\n                status = message["status"]\n' : '';
  const isNarrow = width < WIDE;
  const methods = isNarrow ? ['method = scope["method"]', 'method = method if method in COUNTED_METHODS else "other"'] : ['method = scope["method"] if scope["method"] in COUNTED_METHODS else "other"'];
  const observed = isNarrow ? ['seconds = (end or perf_counter()) - start', 'REQUEST_DURATION.labels(*labels).observe(seconds)'] : ['REQUEST_DURATION.labels(*labels).observe((end or perf_counter()) - start)'];
  const inside = (lines: readonly string[]): string => lines.map((line) => `            ${line}\n`).join('');
  return `class MetricsMiddleware:
    """Counts and times the requests."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application that answers.

        Args:
            app: What the requests are passed on to.
        """
        self.app = app

${fitted('async def __call__(', ['self', 'scope: Scope', 'receive: Receive', 'send: Send'], ') -> None:', width, '    ')}
        """Pass a request on, and count it once it was answered.

        Args:
            scope: What is known of the connection.
            receive: Gives the next event of the client.
            send: Takes the next event of the answer.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
${status ? '        status = 500\n' : ''}        start, end = perf_counter(), 0.0
${has('endpoint') ? '        root_path = scope.get("root_path", "")\n' : ''}
        async def send_watched(message: Message) -> None:
            nonlocal ${status ? 'status, ' : ''}end
${watched}            await send(message)
            # What runs in the background comes after the last event.
            end = perf_counter()

        try:
            await self.app(scope, receive, send_watched)
        finally:
${has('method') ? inside(methods) : ''}${fitted('labels = (', labels.map(({ value }) => value), labels.length === 1 ? ',)' : ')', width, '            ')}
${inside(['REQUEST_COUNT.labels(*labels).inc()', ...observed]).trimEnd()}`;
}

/** The longest line of the middleware. */
const WIDE = 87;

/** Finds the template in what Starlette and FastAPI leave in the scope: each release leaves something else. */
function templateText(width: number): string {
  const unmatched = width < WIDE
    ? '    if route is None and endpoint in (None, scope["app"]):\n        return "unmatched"\n    if route is None:\n        return mounted_at or "/"'
    : '    if route is None:\n        return "unmatched" if endpoint in (None, scope["app"]) else mounted_at or "/"';
  return `def _route_template(scope: Scope, root_path: str) -> str:
    """Name the route by its template: paths would be labels without number."""
    route, endpoint = scope.get("route"), scope.get("endpoint")
    if not isinstance(route, Route):
        plain = [one for one in scope["app"].routes if isinstance(one, Route)]
        route = next((one for one in plain if one.endpoint is endpoint), None)
    mounted_at: str = scope.get("root_path", "")[len(root_path) :]
${unmatched}
    # Where FastAPI keeps the prefix of a router apart from its routes.
    context = scope.get("fastapi", {}).get("effective_route_context")
    is_included = getattr(context, "original_route", None) is route
    path = getattr(context, "path", route.path) if is_included else route.path
    return f"{mounted_at}{path}"`;
}
