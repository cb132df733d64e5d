import { modulesOf, type Module, type Place, type RepoPath, type ServiceTarget, type Task } from '#pystd';
import { KNOWN, type Options } from './options.ts';

/** Code of the service that already gives every response some of the headers. */
export interface KnownHeaders {
  readonly at: Place;
  /** The library, or the module. */
  readonly by: string;
  /** `undefined` where a library decides. */
  readonly headers: readonly string[] | undefined;
  /** Whether there is a policy for JSON, and none for pages. */
  readonly isForJson: boolean;
}

const LIBRARIES = /^[ \t]*(?:from|import)[ \t]+(secure|Secweb|secweb|starlette_csp|starlette_securityheaders|fastapi_security_headers|fastapi_helmet|fastapi_guard|guard\.middleware|asgi_security_headers|hardened_asgi|talisman)\b/m;
/** Code that has every response in its hands. */
const HANDLES_ALL = /\bcall_next\b|http\.response\.start|\bBaseHTTPMiddleware\b|\.middleware\(\s*["']http["']\)|\bafter_request\b/;

/** What gives every response some of these headers already; handlers that set one for themselves do not count. */
export function knownHeaders({ python, repo }: Task<Options>, { project }: ServiceTarget): KnownHeaders | undefined {
  const modules = modulesOf({ repo, python }, project, 'service');
  for (const module of modules) {
    const found = LIBRARIES.exec(module.text);
    if (found) return { at: at(module, found.index + found[0].length - (found[1] ?? '').length, (found[1] ?? '').length), by: found[1] ?? '', headers: undefined, isForJson: false };
  }
  const speaking = modules.flatMap((module) => {
    const headers = KNOWN.filter((name) => spelling(name).test(module.text));
    return headers.length > 0 && handlesAll(module, modules, python) ? [{ module, headers }] : [];
  });
  const [first] = speaking;
  if (!first) return undefined;
  const start = spelling(first.headers[0] ?? '').exec(first.module.text)?.index ?? 0;
  return { at: at(first.module, start, 0), by: first.module.path, headers: KNOWN.filter((name) => speaking.some(({ headers }) => headers.includes(name))), isForJson: speaking.some(({ module }) => isForJson(module)) };
}

/** What this codemod writes for a service that has pages. */
function isForJson({ text }: Module): boolean {
  return /\bJSON_POLICY\b/.test(text) && text.split('Content-Security-Policy').length === 2;
}

function at({ path }: Module, start: number, length: number): Place {
  return { path, span: { start, end: start + length } };
}

/** A header's name as a text, in any case: `"X-Frame-Options"`, `b"x-frame-options"`; or as keyword of a settings field. */
function spelling(name: string): RegExp {
  return new RegExp(`["']${name}["']`, 'i');
}

/** Whether the module, or one that takes something from it, has every response in its hands. */
function handlesAll(module: Module, modules: readonly Module[], { importedBy }: Task<Options>['python']): boolean {
  if (HANDLES_ALL.test(module.text)) return true;
  return !/\bAPIRouter\b/.test(module.text) && modules.some((other) => HANDLES_ALL.test(other.text) && importedBy(other).includes(module));
}

/** What a proxy of the repository adds to the responses that pass it. */
export interface ProxyHeaders {
  readonly path: RepoPath;
  readonly headers: readonly string[];
}

/** Files of nginx, Apache, Caddy and HAProxy, which include each other. */
const SERVER_FILE = /(?:^|\/)(?:[^/]*nginx[^/]*|[^/]*\.conf(?:\.[\w-]+)?|caddyfile[^/]*|[^/]*haproxy[^/]*\.cfg)$/i;
const OTHER_FILE = /\.(?:ya?ml|toml)$/i;
/** A proxy that passes requests on; one that serves files of a frontend adds nothing to this service. */
const PASSES_ON = /\bproxy_pass\b|\breverse_proxy\b|\bProxyPass\b|^\s*backend\s+\w|\btraefik\.|\bcustomResponseHeaders\b|\bkind:\s*["']?(?:Ingress|IngressRoute|Middleware)\b|nginx\.ingress\.kubernetes\.io|^\s*\[?http\.middlewares\b/im;
/** How proxies that have words of their own call a header. */
const WORDS: Readonly<Record<string, RegExp>> = {
  'X-Content-Type-Options': /\bcontentTypeNosniff\b/i,
  'X-Frame-Options': /\b(?:frameDeny|customFrameOptionsValue)\b/i,
  'Referrer-Policy': /\breferrerPolicy\b/i,
  'Content-Security-Policy': /\bcontentSecurityPolicy\b/i,
  'Strict-Transport-Security': /\b(?:stsSeconds|forceSTSHeader|hsts-max-age)\b/i,
  'Permissions-Policy': /\bpermissionsPolicy\b/i,
};

/** The headers that proxies of the repository add, where they pass requests on to a service. */
export function proxyHeaders({ repo }: Task<Options>, wanted: readonly string[]): readonly ProxyHeaders[] {
  const servers = [...repo.files.values()].filter(({ path }) => SERVER_FILE.test(path) && !OTHER_FILE.test(path));
  const others = [...repo.files.values()].filter(({ path, text }) => OTHER_FILE.test(path) && PASSES_ON.test(text));
  return [...(servers.some(({ text }) => PASSES_ON.test(text)) ? servers : []), ...others].flatMap(({ path, text }) => {
    const lines = text.split('\n').filter((line) => !/^\s*#/.test(line)).join('\n');
    const headers = wanted.filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(lines) || WORDS[name]?.test(lines));
    return headers.length > 0 ? [{ path, headers }] : [];
  });
}
