import { argumentListOf, enclosing, holdsCredentials, identifiersSpelled, projectOf, requirementsOf, roleOf, type PyNode, type RepositoryView, type ServiceTarget, type SettingsField, type SettingsObject } from '#pystd';

/** A service whose address is a setting, and that the program calls. */
export interface HttpDependency {
  readonly check: string;
  readonly field: string;
  readonly object: SettingsObject;
}

/** Names of addresses that are called; those of databases, of pages for people and of what calls back are none. */
const CALLED = /^(.+?)_(?:(?:BASE|API|SERVICE|SERVER)_)*(?:URL|URI|ENDPOINT)$/i;
const NOT_CALLED = /(?:^|_)(?:DATABASE|DB|SQL\w*|POSTGRES\w*|MYSQL|REDIS|MONGO\w*|BROKER|RABBIT\w*|AMQP|CELERY|KAFKA|FRONTEND|CLIENT|CALLBACK|REDIRECT|WEBHOOK|DOCS|REDOC|OPENAPI|STATIC|MEDIA|PUBLIC|SITE|APP|SERVER|ROOT|BASE|TOKEN|LOGIN|AUTH|LOGO|SENTRY|TEST)(?:_|$)/i;

/** The services that the program calls over HTTP at an address of the settings, and whether there is a client to probe them with. */
export function httpDependencies(view: RepositoryView, target: ServiceTarget, object: SettingsObject | undefined): { readonly found: readonly HttpDependency[]; readonly hasClient: boolean } {
  const { project } = target;
  const fields = object?.fields.filter((field) => isAddress(field)) ?? [];
  const found = fields.filter(({ name }) => object && isCalled(view, project, object, name)).map(({ name }): HttpDependency => ({ check: (CALLED.exec(name)?.[1] ?? name).toLowerCase(), field: name, object: object as SettingsObject }));
  return { found, hasClient: requirementsOf(view.repo, view.python, project).runtime('httpx').length > 0 };
}

function isAddress({ name, kind, annotation = '', value = '', required }: SettingsField): boolean {
  if (kind !== 'field' || !CALLED.test(name) || NOT_CALLED.test(CALLED.exec(name)?.[1] ?? '') || !/^(?:str|(?:\w+\.)?(?:AnyHttpUrl|HttpUrl|AnyUrl))$/.test(annotation)) return false;
  return required || (/["']https?:\/\//.test(value) && !holdsCredentials(value));
}

/** Whether code that has an HTTP client gives it the address: `httpx.get(settings.CATALOGUE_URL)`, `AsyncClient(base_url=…)`. */
function isCalled({ python, repo }: RepositoryView, project: string, object: SettingsObject, field: string): boolean {
  return python.layout.holding(field).some((module) => {
    if (!module.parses || module === object.definition.module || roleOf(module.path) !== 'service' || projectOf(repo, module.path) !== project) return false;
    if (!/^\s*(?:import|from)\s+(?:httpx|aiohttp|requests)\b/m.test(module.text)) return false;
    return [...identifiersSpelled(module.tree.root, field)].some((node) => node.parent?.type === 'attribute' && isGivenToClient(node));
  });
}

function isGivenToClient(node: PyNode): boolean {
  for (let call = enclosing(node, 'call'); call; call = enclosing(call, 'call')) {
    const list = argumentListOf(call);
    const inArguments = list !== undefined && list.start <= node.start && node.end <= list.end;
    if (inArguments && /(?:^|\.)(?:get|post|put|patch|delete|request|stream|send|AsyncClient|Client|ClientSession|Session)$/.test(call.children[0]?.text ?? '')) return true;
  }
  return false;
}
