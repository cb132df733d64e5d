import { deepDescendants, parts, type Binding, type Module, type PyNode, type RepositoryView } from '#pystd';

/** Of FastAPI and Starlette, what is no object of HTTP itself: exceptions are raised wherever something is wrong, the others are tools. */
const NO_HTTP = /^(?:fastapi|starlette)\.(?:(?:exceptions\.)?HTTPException|exceptions\.\w*Error|status(?:\.|$)|encoders\b|concurrency\b|params\b|datastructures\.(?:Default\w*|Secret|CommaSeparatedStrings|URL)$|security\.OAuth2PasswordRequestForm\w*$|security\.oauth2\.OAuth2PasswordRequestForm\w*$|security\.(?:HTTPAuthorizationCredentials|HTTPBasicCredentials|SecurityScopes)$|logger\b|config\b)/;
const HTTP = /^(?:fastapi|starlette|sse_starlette|fastapi_csrf_protect|fastapi_jwt_auth|slowapi)\./;

/** Whether code works with a request, a response, or something else that is HTTP's own. */
export function touchesHttp(view: RepositoryView, module: Module, code: PyNode): PyNode | undefined {
  for (const node of deepDescendants(code, () => true)) {
    if (node.type !== 'identifier') continue;
    if (node.text === 'TemplateResponse') return node;
    const symbol = view.python.symbolOf(module, node);
    if (symbol.kind === 'external' && isHttp(symbol.name)) return node;
    if (symbol.kind === 'local' && symbol.attributes.length === 0 && (holdsHttp(view, module, symbol.binding) || isMadeHttp(view, module, symbol.binding))) return node;
    if (symbol.kind === 'defined' && symbol.attributes.length === 0 && isTemplates(view, symbol.module, symbol.binding)) return node;
  }
  return undefined;
}

function isHttp(dotted: string): boolean {
  return HTTP.test(dotted) && !NO_HTTP.test(dotted);
}

/** Whether a parameter is declared as something of HTTP: `request: Request`, `files: list[UploadFile]`. */
function holdsHttp(view: RepositoryView, module: Module, { how }: Binding): boolean {
  if (how.kind !== 'parameter' || !how.annotation) return false;
  return [...deepDescendants(how.annotation, (node) => node.type !== 'call')].some((node) => {
    if (node.type !== 'identifier') return false;
    const symbol = view.python.symbolOf(module, node);
    return symbol.kind === 'external' && isHttp(symbol.name) && !/\.(?:Depends|Query|Path|Body|Form|File|Header|Cookie|Security)$/.test(symbol.name);
  });
}

/** Whether a name of the function is set to something of HTTP: `response = JSONResponse(…)`, `form = await request.form()`; what is read off a request is a plain value. */
function isMadeHttp(view: RepositoryView, module: Module, { how }: Binding): boolean {
  if (how.kind !== 'assignment' || !how.value) return false;
  let made: PyNode | undefined = how.value;
  while (made?.type === 'await' || made?.type === 'parenthesized_expression') made = parts(made)[0];
  const callee = made?.type === 'call' ? parts(made)[0] : undefined;
  if (!callee) return false;
  if (/(?:^|\.)(?:TemplateResponse|form)$/.test(callee.text)) return touchesHttp(view, module, callee) !== undefined;
  const symbol = view.python.symbolOf(module, callee);
  return symbol.kind === 'external' && isHttp(symbol.name);
}

function isTemplates(view: RepositoryView, module: Module, { how }: Binding): boolean {
  if (how.kind !== 'assignment' || how.value?.type !== 'call') return false;
  const [callee] = how.value.children;
  const made = callee && view.python.symbolOf(module, callee);
  return made?.kind === 'external' && /^(?:fastapi|starlette)\.templating\./.test(made.name);
}
