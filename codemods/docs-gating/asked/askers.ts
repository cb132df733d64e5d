import { lineStart, originOf, projectOf, roleOf, type RepositoryView, type SourceFile } from '#pystd';
import { contextAt, isFetched, isProbe } from './context.ts';

/** A place outside the application that names an address of its docs. */
export interface Asker {
  /** `path:line` as people have it. */
  readonly place: string;
  /**
   * `probe`: something that watches whether the service is well. `command`: a pipeline or script that fetches the address. `test`: a test that does.
   * `text`: something people read, or that passes requests on.
   */
  readonly kind: 'probe' | 'command' | 'test' | 'text';
  readonly address: string;
}

/** Files in which a path is nothing but a path, or that are no work of people. */
const UNSEEN = /\.(?:lock|csv|ipynb|svg|css|scss|map|sql|po)$|(?:^|\/)(?:package-lock\.json|CODEOWNERS|CHANGELOG[\w.]*|openapi[\w.-]*\.(?:json|ya?ml))$/;
const PROSE = /\.(?:md|rst|txt|adoc|mdx|html?)$/i;
const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|go|java|kt|rb|php|rs)$/;
const PIPELINE = /^\.github\/|(?:^|\/)(?:\.gitlab-ci|azure-pipelines|bitbucket-pipelines|Jenkinsfile)/;
/** What is only said to whoever runs a script. */
const SAYING = /\b(?:echo|printf|print|Write-Host|Write-Output|console\.\w+|log(?:ger)?\.\w+)\b/;
/** A path that is a value, not a folder. */
const NAMED = /(?:path|ur[il]|endpoint|target|route|check|probe|get|test|cmd|command)["']?\s*(?:[:=]|\s)/i;
/** Rules of proxies. */
const PASSED_ON = /\blocation\b|PathPrefix|handle_path|\bdestination\b|\bsource["']?:/;
const LONGEST = 400_000;

/**
 * Who names one of the addresses.
 *
 * @param addresses full paths: `/docs`, `/admin/docs`
 * @param others those of other applications of the repository: whoever names one of them means that
 */
export function askersOf(view: RepositoryView, project: string, addresses: readonly string[], others: ReadonlySet<string>): readonly Asker[] {
  const seen = [...new Set(addresses)].filter((address) => address.length > 1);
  const files = [...view.repo.files.values()].filter(({ path, text }) => text.length < LONGEST && !UNSEEN.test(path) && seen.some((address) => text.includes(address)));
  const found = files.flatMap((file) => {
    const home = projectOf(view.repo, file.path);
    if ((home !== project && home !== '') || view.ownershipOf(file.path) !== 'own') return [];
    return seen.flatMap((address) => askersIn(file, address, others));
  });
  return [...new Map(found.map((one) => [`${one.place} ${one.kind}`, one])).values()];
}

function askersIn(file: SourceFile, address: string, others: ReadonlySet<string>): Asker[] {
  return [...file.text.matchAll(patternOf(address))].flatMap((match): Asker[] => {
    const { before = '', host, prefix = '' } = match.groups ?? {};
    if (prefix !== '' && others.has(prefix + address)) return [];
    const offset = match.index + before.length;
    const kind = kindOf(file, offset, { host, prefix, address });
    return kind ? [{ place: placeOf(file, offset), kind, address: prefix + address }] : [];
  });
}

/** A URL that ends in the address, or the address by itself. What comes before a port or a name is a folder, and what goes on is another page. */
function patternOf(address: string): RegExp {
  const spelled = address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<before>(?:https?:)?//(?<host>[^\\s"'\`<>/]+)|(?<![\\w.$)}%>~*-])(?=/))(?<prefix>(?:/[\\w.-]+)*?)${spelled}(?![\\w.-]*[\\w-]|/[\\w.*-]|:/)`, 'g');
}

function kindOf(file: SourceFile, offset: number, { host, prefix, address }: { readonly host: string | undefined; readonly prefix: string; readonly address: string }): Asker['kind'] | undefined {
  const { path, text } = file;
  if (path.endsWith('.py')) return pythonKind(file, offset, host);
  if (PROSE.test(path)) return (host === undefined ? prefix === '' : isNear(host)) ? 'text' : undefined;
  if (isComment(text, offset)) return undefined;
  const context = contextAt(text, offset);
  const isTold = SAYING.test(context.line);
  if (host === undefined) {
    if (!CODE.test(path) && !PIPELINE.test(path) && !isTold && NAMED.test(context.line) && isProbe(context)) return 'probe';
    return prefix === '' && (PASSED_ON.test(context.line) || isLink(file, offset, address)) ? 'text' : undefined;
  }
  if (!isTold && isProbe(context) && (!CODE.test(path) || isNear(host))) return 'probe';
  if (!isTold && isFetched(context)) return 'command';
  return isNear(host) ? 'text' : undefined;
}

/** A text of a frontend that is nothing but the address; one of a single step may be a page of its own. */
function isLink({ path, text }: SourceFile, offset: number, address: string): boolean {
  const [before = '', after = ''] = [text[offset - 1], text[offset + address.length]];
  return CODE.test(path) && address.lastIndexOf('/') > 0 && before === after && /["'`]/.test(before);
}

/** Python code that asks over the network; the application's own code is another matter. */
function pythonKind({ path, text }: SourceFile, offset: number, host: string | undefined): Asker['kind'] | undefined {
  const { line } = contextAt(text, offset);
  const asks = /\b(?:get|head|request|urlopen|from_url|from_uri|from_asgi|from_wsgi|goto)\s*\(/.test(line);
  if (roleOf(path) === 'test') return asks || /["'`]/.test(line) ? 'test' : undefined;
  return host !== undefined && asks && isNear(host) ? 'command' : undefined;
}

/** A host that can be the service itself: this machine, a container, or a name that is put in later. */
function isNear(host: string): boolean {
  return /^(?:localhost|127\.|0\.0\.0\.0|\[|host\.docker\.internal|[\w-]+(?::\d+)?$)|[${<]/.test(host);
}

function isComment(text: string, offset: number): boolean {
  return /^\s*(?:#|\/\/|\*)/.test(text.slice(lineStart(text, offset), offset));
}

function placeOf(file: SourceFile, offset: number): string {
  const { file: known, span } = originOf(file, { start: offset, end: offset });
  return `\`${known.path}:${known.text.slice(0, span.start).split('\n').length}\``;
}

