import { isRunByHand, middlewareDefinition, modulesOf, plainString, projectOf, type Middleware, type Module, type PyNode, type RepositoryView, type ServiceTarget } from '#pystd';

/** What gives requests an id already. */
export interface KnownIds {
  /** A middleware of a library, one of the repository's own, other code of the service, or a tracer that has ids for itself. */
  readonly kind: 'library' | 'own' | 'elsewhere' | 'tracer';
  readonly module: Module;
  readonly node: PyNode;
  /** What it is called in a sentence. */
  readonly title: string;
  /** The text it is known from. */
  readonly text: string;
}

const LIBRARY = /^(?:asgi_correlation_id|starlette_context|fastapi_request_id|fastapi_correlation_id|starlette_request_id|fastapi_contrib\.tracing)\b/;
const NAMED = /(?:Correlation|Request|Trace)I[dD]/;
const HEADER = /\bx-(?:correlation|request|trace)-?id\b|\btraceparent\b/i;
const WHOLE_HEADER = new RegExp(`^(?:${HEADER.source})$`, 'i');
/** An id that is kept for the time of a request. */
const KEPT = /\b\w*(?:correlation|request|trace)_?id\w*\s*(?::[^=\n]+)?=\s*(?:contextvars\.)?ContextVar\b|ContextVar\w*(?:\[[^\]]*\])?\(\s*["']_?(?:correlation|request|trace)_?id|\bstate\.(?:correlation|request|trace)_id\b|\b(?:bind_contextvars|bound_contextvars|contextualize)\([^)]*\b(?:correlation|request|trace)_?id\s*=/i;
const TRACERS = /^\s*(?:from|import)\s+(opentelemetry\.instrumentation\.(?:fastapi|asgi|starlette|auto_instrumentation)|azure\.monitor\.opentelemetry|ddtrace|elasticapm|logfire)\b/m;
const TRACING_COMMAND = /\b(?:opentelemetry-instrument|ddtrace-run|logfire run)\b/;

/** What gives the requests of a service an id, if anything does. */
export function knownIds(view: RepositoryView, { app, project }: ServiceTarget): KnownIds | undefined {
  for (const middleware of app.middleware) {
    const known = knownMiddleware(view, middleware);
    if (known) return known;
  }
  const modules = modulesOf(view, project, 'service').filter(({ path }) => !isRunByHand(path));
  const elsewhere = modules.find((module) => module.parses && spellsIds(module));
  if (elsewhere) return placed(elsewhere, 'elsewhere', `\`${elsewhere.path}\``);
  const traced = modules.find(({ text }) => TRACERS.test(text));
  if (traced) return placed(traced, 'tracer', `\`${TRACERS.exec(traced.text)?.[1] ?? ''}\``);
  const started = [...view.repo.files.values()].find(({ path, text }) => !path.endsWith('.py') && projectOf(view.repo, path) === project && !/\.(?:md|rst|lock)$/.test(path) && TRACING_COMMAND.test(text));
  return started && { kind: 'tracer', module: app.module, node: app.node, title: `\`${TRACING_COMMAND.exec(started.text)?.[0] ?? ''}\` of \`${started.path}\``, text: '' };
}

function knownMiddleware(view: RepositoryView, middleware: Middleware): KnownIds | undefined {
  const { module, node, name } = middleware;
  if (LIBRARY.test(name)) return { kind: 'library', module, node, title: `\`${name}\``, text: node.text };
  const definition = middlewareDefinition(middleware, view.python);
  if (definition === undefined) return NAMED.test(name) ? { kind: 'library', module, node, title: `\`${name}\``, text: node.text } : undefined;
  const text = definition.node.text;
  const constants = spelledConstants(definition.module, text);
  if (!HEADER.test(text + constants) && !KEPT.test(text + constants) && !NAMED.test(name)) return undefined;
  return { kind: 'own', module: definition.module, node: definition.node, title: `\`${name}\``, text: `${text}\n${constants}` };
}

/** What the constants of a module say that a text mentions: `HEADER = "X-Request-ID"`. */
function spelledConstants(module: Module, text: string): string {
  const found = [...module.text.matchAll(/^([A-Za-z_]\w*)\s*(?::[^=\n]+)?=\s*(.+)$/gm)].filter(([, name = '']) => new RegExp(`\\b${name}\\b`).test(text));
  return found.map(([line]) => line).join('\n');
}

/** Whether code keeps an id for the time of a request, or has to do with a header of one; lists of what CORS lets pass are no such code. */
function spellsIds(module: Module): boolean {
  if (KEPT.test(module.text)) return true;
  if (!HEADER.test(module.text)) return false;
  return [...strings(module.tree.root)].some((node) => WHOLE_HEADER.test(plainString(node) ?? '') && !isForCors(node));
}

function* strings(node: PyNode): Iterable<PyNode> {
  if (node.type === 'string') yield node;
  else for (const child of node.children) yield* strings(child);
}

function isForCors(node: PyNode): boolean {
  const list = node.parent;
  const owner = list && /^(?:list|tuple|set)$/.test(list.type) ? list.parent : undefined;
  return owner !== undefined && /(?:allow|expose)\w*headers/i.test(owner.text.slice(0, 60));
}

function placed(module: Module, kind: KnownIds['kind'], title: string): KnownIds {
  const pattern = kind === 'tracer' ? TRACERS : KEPT.test(module.text) ? KEPT : HEADER;
  const start = (pattern.exec(module.text)?.index ?? 0);
  const node = nodeAround(module.tree.root, start);
  return { kind, module, node, title, text: node.text };
}

/** The statement at the top of a module that an offset is in, or the one behind it. */
function nodeAround(root: PyNode, offset: number): PyNode {
  return root.children.find(({ end }) => end > offset) ?? root;
}
