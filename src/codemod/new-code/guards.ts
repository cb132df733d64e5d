import { middlewareDefinition, type Middleware } from '../../backend/fastapi/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';
import type { RepositoryView } from '../view.ts';
import type { ServiceTarget } from './service-target.ts';

/** What an answer that turns somebody away looks like in code. */
const TURNS_AWAY = /\b(?:401|403|HTTP_401_\w+|HTTP_403_\w+|UNAUTHORIZED|FORBIDDEN)\b|\bAuthenticationError\b/;
const AUTHENTICATION = /(?:^|\.)(?:AuthenticationMiddleware|\w*(?:Auth|JWT|Token|ApiKey|APIKey)(?:entication)?Middleware|BasicAuth\w*)$/;
const HARMLESS = /(?:^|\.)(?:CORSMiddleware|GZipMiddleware|BrotliMiddleware|SessionMiddleware|CorrelationIdMiddleware|SlowAPI\w*|ProxyHeadersMiddleware|SentryAsgiMiddleware)$/;

/** Something that stands before every route of an application. */
export interface Guard {
  readonly module: Module;
  readonly node: PyNode;
  /** A full sentence. */
  readonly because: string;
}

/**
 * What would turn somebody without credentials away, so that a new endpoint of the application would not answer.
 *
 * @param what the endpoint, as the sentence says it: `a health endpoint`
 */
export function guardOf({ app }: ServiceTarget, paths: readonly string[], view: RepositoryView, what: string): Guard | undefined {
  const dependency = app.dependencies.find((one) => !isHarmless(one, view));
  if (dependency) return { ...dependency, because: `Every route of the app depends on \`${dependency.node.text}\`, and so would ${what}: give the routers their dependencies one by one, or have it let ${spelled(paths)} pass.` };
  if (app.unpacks && app.argument('dependencies') === undefined && mayUnpackDependencies(app.module)) return { module: app.module, node: app.node, because: 'The arguments that are unpacked into the app may hold dependencies of every route.' };
  for (const middleware of app.middleware) {
    const because = turnsAway(middleware, paths, view);
    if (because !== undefined) return { module: middleware.module, node: middleware.node, because };
  }
  return undefined;
}

/** `[Depends(count_requests), …]` of own functions and classes that turn nobody away and depend on nothing else. */
function isHarmless({ module, node }: { readonly module: Module; readonly node: PyNode }, { python }: RepositoryView): boolean {
  return node.type === 'list' && parts(node).every((item) => {
    const list = item.type === 'call' && /(?:^|\.)Depends$/.test(item.children[0]?.text ?? '') ? argumentListOf(item) : undefined;
    const [given, ...others] = list ? argumentsOf(list) : [];
    const symbol = given && others.length === 0 ? python.symbolOf(module, given.value) : undefined;
    const how = symbol?.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
    if (how?.kind !== 'function' && how?.kind !== 'class') return false;
    return !/\braise\b|\babort\b|\bDepends\b|\bSecurity\b|Header\(|Cookie\(|\bauth/i.test(how.definition.text);
  });
}

function mayUnpackDependencies({ text }: Module): boolean {
  return /["']dependencies["']/.test(text) || /\bdependencies\s*[:=]/.test(text);
}

function turnsAway(middleware: Middleware, paths: readonly string[], view: RepositoryView): string | undefined {
  const { name } = middleware;
  if (HARMLESS.test(name)) return undefined;
  const own = codeOf(middleware, view);
  if (own === undefined) return AUTHENTICATION.test(name) ? `The middleware \`${name}\` asks every request who it is from: have it let ${spelled(paths)} pass first.` : undefined;
  if (!TURNS_AWAY.test(own)) return undefined;
  const passes = paths.every((path) => [`"${path}"`, `'${path}'`].some((literal) => own.includes(literal)));
  return passes ? undefined : `The middleware \`${name}\` turns requests away: have it let ${spelled(paths)} pass first.`;
}

/** The text of an own middleware and of the module it is in, where its list of open paths may stand; `undefined` for one of another distribution. */
function codeOf(middleware: Middleware, { python }: RepositoryView): string | undefined {
  const definition = middlewareDefinition(middleware, python);
  if (definition) return definition.node.text + constantsOf(definition.module);
  return middleware.how === 'decorator' ? middleware.node.text + constantsOf(middleware.module) : undefined;
}

/** The plain assignments at the top of a module, in which open paths are listed. */
function constantsOf(module: Module): string {
  return `\n${module.tree.root.children.filter(({ type, text }) => type === 'expression_statement' && /^\w+\s*(?::[^=]+)?=\s*[[({]/.test(text) && /["']\//.test(text)).map(({ text }) => text).join('\n')}`;
}

function spelled(paths: readonly string[]): string {
  return paths.map((path) => `\`${path}\``).join(' and ');
}
