import { modulesOf, projectOf, roleOf, samePath, type AppModel, type Module, type Place, type PyNode, type RepoPath, type ServiceTarget, type Task } from '#pystd';
import type { Options } from './options.ts';

/** How a service is measured already. */
export interface Known {
  /** The import that shows it. */
  readonly at: Place;
  readonly library: string;
  /** Whether requests are counted, as far as can be told. */
  readonly countsRequests: boolean;
  /** Whether Prometheus can ask for the metrics or is handed them: an endpoint, a port of its own, a gateway. */
  readonly isExposed: boolean;
}

/** Libraries that measure the requests of an application by themselves; those that send what they measure elsewhere; the client itself. */
const MEASURING = /^[ \t]*(?:from|import)[ \t]+(prometheus_fastapi_instrumentator|starlette_exporter|starlette_prometheus|fastapi_prometheus\w*|aioprometheus|prometheus_async)\b/m;
const ELSEWHERE = /^[ \t]*(?:from|import)[ \t]+(opentelemetry\.(?:metrics|sdk\.metrics|exporter\.[\w.]*metric\w*)|datadog|ddtrace|statsd|aiodogstatsd|newrelic|elasticapm|azure\.monitor|logfire|scout_apm|appsignal|apitally|skywalking)\b/m;
const CLIENT = /^[ \t]*(?:from|import)[ \t]+(prometheus_client|opentelemetry\.exporter\.prometheus)\b/m;

const HANDED_OUT = /\b(?:make_asgi_app|make_wsgi_app|generate_latest|start_http_server|start_wsgi_server|push_to_gateway|pushadd_to_gateway|handle_metrics|PrometheusMetricReader)\b|\.expose\(/;
const COUNTED = /\b(?:Counter|Histogram|Summary)\(\s*(?:name\s*=\s*)?f?["'][^"']*(?:request|http)/i;

/** What measures the service already, by what its modules import. */
export function knownMetrics({ python, repo }: Task<Options>, { project }: ServiceTarget): Known | undefined {
  const modules = modulesOf({ repo, python }, project, 'service');
  const importing = (pattern: RegExp): readonly (readonly [Module, RegExpExecArray])[] => modules.flatMap((module) => [pattern.exec(module.text)].flatMap((found) => (found ? [[module, found] as const] : [])));
  const [own] = importing(MEASURING);
  const clients = importing(CLIENT);
  const isExposed = modules.some(({ text }) => HANDED_OUT.test(text));
  if (own) return { ...said(own), countsRequests: true, isExposed };
  if (clients[0]) return { ...said(clients[0]), countsRequests: clients.some(([{ text }]) => COUNTED.test(text)), isExposed };
  const [elsewhere] = importing(ELSEWHERE);
  return elsewhere && { ...said(elsewhere), countsRequests: true, isExposed: false };
}

function said([{ path }, { index, 0: whole, 1: library = '' }]: readonly [Module, RegExpExecArray]): Pick<Known, 'at' | 'library'> {
  const start = index + whole.length - library.length;
  return { at: { path, span: { start, end: start + library.length } }, library };
}

/** Programs that start a service and measure it from outside. */
const WRAPPING = /\b(opentelemetry-instrument|ddtrace-run|newrelic-admin)\b/;

/** A file in which the service is started by a program that measures it. */
export function measuredFromOutside({ repo }: Task<Options>): { readonly path: RepoPath; readonly program: string } | undefined {
  for (const { path, text } of repo.files.values()) {
    const found = /\.(?:py|md|mdx|rst|txt|lock|toml)$/.test(path) ? null : WRAPPING.exec(text);
    if (found) return { path, program: found[1] ?? '' };
  }
  return undefined;
}

/** What answers the path already: a route of the application, or something mounted there. */
export function answering({ routes, mounts }: AppModel, path: string): { readonly module: Module; readonly node: PyNode; readonly what: string } | undefined {
  const route = routes.find((one) => one.methods !== 'websocket' && samePath(one.path, path));
  if (route) return { ...route.registration, what: `\`${route.endpoint.name}\` of \`${route.endpoint.module.path}\`` };
  const mount = mounts.find((one) => one.path !== '/' && one.path !== '' && samePath(one.path, path));
  return mount && { module: mount.module, node: mount.node, what: 'What is mounted there' };
}

/** Where part of the routes cannot be told: whether one of the path may be among them. A full sentence. */
export function mayAnswer({ app, project }: ServiceTarget, { python, repo }: Task<Options>, path: string): string | undefined {
  const [first] = app.unknown.filter(({ about }) => about === 'routes' || about === 'path' || about === 'anything');
  if (!first) return undefined;
  const spelling = python.layout.modules.find((module) => roleOf(module.path) === 'service' && projectOf(repo, module.path) === project && [`"${path}"`, `'${path}'`].some((text) => module.text.includes(text)));
  return spelling && `\`${spelling.path}\` spells that path, and which routes the application has cannot be told: ${first.because}`;
}
