/** Whether a dotted name of another distribution is the class of applications. */
export function isAppClass(name: string): boolean {
  return name === 'fastapi.FastAPI' || name === 'fastapi.applications.FastAPI';
}

/** Whether it is a class of routers whose routes come out like those of FastAPI's own. */
export function isRouterClass(name: string): boolean {
  return ROUTERS.has(name);
}

const ROUTERS: ReadonlySet<string> = new Set(['fastapi.APIRouter', 'fastapi.routing.APIRouter', 'fastapi_utils.inferring_router.InferringRouter', 'fastapi_restful.inferring_router.InferringRouter']);

/** What may be given an application or router and adds no route to it: servers, test clients, instrumentation, middleware and what only looks. */
const HARMLESS: readonly RegExp[] = [
  /^builtins\.(?:print|isinstance|issubclass|hasattr|len|id|repr|str|type|callable|bool|any|all|hash|sorted|min|max|sum|getattr|list|tuple|set|dict|reversed|enumerate|zip|super|vars|dir|iter|next)$/,
  /^(?:uvicorn|hypercorn|gunicorn|granian|daphne|httpx|asgi_lifespan|asgiref|mangum|logging|loguru|structlog|warnings|typing|contextlib|functools\.wraps|inspect|asyncio|anyio|json|pprint|rich)(?:\.|$)/,
  /(?:^|\.)(?:TestClient|AsyncClient|ASGITransport|LifespanManager|WSGIMiddleware|ASGIApp|Depends|Security|\w*Middleware)(?:\(\)|$)/,
  /^fastapi\.(?:openapi|middleware|params|encoders|FastAPI\(\))/,
  /^starlette\.(?:middleware|testclient|config|datastructures|applications|routing)/,
  /^weakref\./,
  /^(?:opentelemetry|sentry_sdk|elasticapm|ddtrace|newrelic|logfire|scout_apm|datadog|azure\.monitor|prometheus_client)(?:\.|$)/,
  /^prometheus_fastapi_instrumentator\.(?:\w+\.)*Instrumentator\(\)(?:\.(?:instrument|add)(?:\(\))?)*$/,
  /^(?:tortoise\.contrib\.fastapi|aerich|fastapi_cache|fastapi_limiter|slowapi|dishka|asgi_correlation_id|starlette_context|fastapi_pagination\.(?:\w+\.)*add_pagination|dependency_injector|brotli_asgi|secure)(?:\.|$)/,
];

/** Whether giving an application to this adds no routes. */
export function isHarmless(name: string): boolean {
  return HARMLESS.some((pattern) => pattern.test(name));
}

/** Reads of the environment, with the position at which a default stands. */
export function environmentDefault(name: string): number | undefined {
  if (/^os\.(?:getenv|environ\.get)$/.test(name)) return 1;
  return /^(?:decouple\.config|starlette\.config\.Config\(\)|environs\.Env\(\)(?:\.str)?)$/.test(name) ? 1 : undefined;
}

/** Where static files come from. */
export function isStaticFiles(name: string): boolean {
  return /^(?:fastapi|starlette)\.staticfiles\.StaticFiles\(\)$/.test(name);
}

/** Decorators of other distributions that may have the routes of a class made anew, and leave them what they are. */
export function isClassView(name: string): boolean {
  return /^fastapi_(?:utils|restful)\.(?:cbv|class_based_views?)\.(?:cbv|controller)$/.test(name);
}
