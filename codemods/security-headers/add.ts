import { addSetUp, codeStyleOf, fitted, importMiddleware, middlewarePlace, obstacleToSetUp, placeInWords, serviceTargets, writeMiddleware, type Editor, type MiddlewarePlace, type ServiceTarget, type Task } from '#pystd';
import { middlewareCode, MIDDLEWARE_NAMES, type Added } from './code/middleware.ts';
import { knownHeaders, proxyHeaders, type ProxyHeaders } from './known.ts';
import { FRAMES, POLICY, TRANSPORT, wantedHeaders, type Options } from './options.ts';
import { framedBy, pageOf } from './pages.ts';
import { writeTests } from './tests.ts';
import { productionOf, productionTest, type Production } from './tier.ts';

const MIDDLEWARE = 'SecurityHeadersMiddleware';

/** Gives the responses of each application that answers for a service the security headers that nothing adds so far. */
export function addHeaders(task: Task<Options>): void {
  const { wanted, unknown } = wantedHeaders(task.options);
  for (const target of serviceTargets(task)) {
    const { app } = target;
    for (const name of unknown) task.flag(app.module.at(app.node), `Which value \`${name}\` should have is not known here: add it by hand.`);
    const proxies = proxyHeaders(task, wanted);
    const known = knownHeaders(task, target);
    if (known && !known.headers) continue;
    const there = [...(known?.headers ?? []), ...proxies.flatMap(({ headers }) => headers)];
    const names = withoutFramed(task, target, wanted.filter((name) => !there.includes(name)));
    const page = pageOf(task, target);
    if (!known) addTo(task, target, { names, hasPages: page !== undefined }, proxies);
    else if (names.length > 0) task.flag(known.at, `\`${known.by}\` gives responses ${listedNames(known.headers ?? [])}, and not ${listedNames(names)}: add what is missing there.`);
    if (page && (known ? known.isForJson : names.includes(POLICY))) task.flag(page.at, `The service has pages or files of its own (\`${page.said}\`), and which resources pages load is for a person to say in a \`${POLICY}\`: they get none.`);
  }
}

/** The headers without those that forbid frames, where the service may be shown in them: that is flagged. */
function withoutFramed(task: Task<Options>, target: ServiceTarget, names: readonly string[]): readonly string[] {
  const forbidding: readonly string[] = names.filter((name) => [FRAMES, POLICY].includes(name));
  const framed = forbidding.length > 0 ? framedBy(task, target) : undefined;
  if (!framed) return names;
  task.flag(framed.at, `Pages or files of the service may be shown inside other pages (\`${framed.said}\`): which sites may do so is for a person to say, in ${listedNames(forbidding)}.`);
  return names.filter((name) => !forbidding.includes(name));
}

function addTo(task: Task<Options>, target: ServiceTarget, { names, hasPages }: Pick<Added, 'names' | 'hasPages'>, proxies: readonly ProxyHeaders[]): void {
  const { app } = target;
  if (names.length === 0) return;
  const at = app.module.at(app.node);
  const message = `Responses carry no ${names.map((name) => `\`${name}\``).join(', ')}.`;
  const place = placeFor(task, target);
  if ('problem' in place) {
    task.flag(at, `${message} ${place.problem}`);
    return;
  }
  const production = names.includes(TRANSPORT) ? productionOf(task, target) : undefined;
  const added: Added = { names, hasPages, isTold: production !== undefined, options: task.options };
  task.change(at, message, (edit) => {
    write(edit, task, target, place, added, production);
    tell(task, added, proxies);
  });
}

/** Where the middleware goes; a full sentence where it cannot be added. */
function placeFor(task: Task<Options>, target: ServiceTarget): MiddlewarePlace | { readonly problem: string } {
  const unknown = target.app.unknown.find(({ about }) => about === 'handlers' || about === 'anything');
  if (unknown) return { problem: `Something may add them all the same: ${unknown.because.replace(/\.$/, '')} (${placeInWords(unknown.module, unknown.node)}).` };
  const obstacle = obstacleToSetUp(target);
  if (obstacle !== undefined) return { problem: obstacle };
  const { middleware, packageRoot } = task.options;
  return middlewarePlace(task, target, { place: middleware, packageRoot, feature: 'security_headers', names: MIDDLEWARE_NAMES });
}

/** @throws Refusal where a person has to do it */
function write(editor: Editor, task: Task<Options>, target: ServiceTarget, place: MiddlewarePlace, added: Added, production: Production | undefined): void {
  const style = codeStyleOf(task, target.project);
  const { app } = target;
  const given = production ? [`is_production=${productionTest(editor, task, target, production)}`.replaceAll('"', style.quote)] : [];
  writeMiddleware(editor, place, middlewareCode(added, style.width(place.path)), style);
  importMiddleware(editor, task, place, [MIDDLEWARE], app.module, app.node.start);
  const room = style.width(app.module.path) - (app.factory === undefined ? 0 : 4);
  addSetUp(editor, app, fitted(`${app.variable ?? ''}.add_middleware(`, [MIDDLEWARE, ...given], ')', room), 'outermost');
  writeTests(editor, task, target, place.path, added, style);
}

/** What the reviewer should know of what the headers do, and of what they do not reach. */
function tell(task: Task<Options>, { names, hasPages, isTold, options }: Added, proxies: readonly ProxyHeaders[]): void {
  for (const { path, headers } of proxies) task.note(`\`${path}\` adds ${listedNames(headers)}: that is left to it.`);
  if (names.includes(FRAMES)) task.note(hasPages ? 'Pages of the service can be shown in frames of its own pages only, from now on.' : 'No page or file of the service can be shown in a frame any more.');
  if (names.includes(TRANSPORT)) task.note(`Browsers that have seen \`${options.transport}\` once ask this host over HTTPS only for as long${isTold ? '' : '; it is sent where the server knows that the request came over HTTPS, which behind a proxy it learns from `X-Forwarded-Proto` (`--proxy-headers`, `--forwarded-allow-ips`)'}.`);
  task.note('The answer of status 500 to an exception that nothing handles is made outside of every middleware, and does not carry the headers.');
}

function listedNames(names: readonly string[]): string {
  const all = names.map((name) => `\`${name}\``);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`;
}
