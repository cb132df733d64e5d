import { argumentListOf, argumentsOf, calleeOf, deepDescendants, enclosing, isRunByHand, modulesOf, nameOf, parts, plainString, type Module, type PyNode, type RepositoryView } from '#pystd';

/** One `raise HTTPException(…)` in business code. */
export interface HttpRaise {
  readonly module: Module;
  /** The call that makes the exception. */
  readonly call: PyNode;
  readonly statement: PyNode;
  /** The method or function that raises. */
  readonly within: PyNode;
  readonly status: number;
  /** The text, as it is written. */
  readonly detail: PyNode;
  readonly headers: PyNode | undefined;
}

/** One that is not understood, with the reason: a full sentence. */
export interface UnreadRaise {
  readonly module: Module;
  readonly statement: PyNode;
  readonly because: string;
}

const HTTP = /^(?:fastapi|starlette)\.(?:exceptions\.)?HTTPException$/;

/** Whether an expression means `HTTPException`. */
export function isHttpException({ python }: RepositoryView, module: Module, node: PyNode): boolean {
  const symbol = python.symbolOf(module, node);
  return symbol.kind === 'external' && HTTP.test(symbol.name);
}

/** The answers of HTTP that business code of a project raises: classes named `…Service`, and the modules of services. */
export function httpRaises(view: RepositoryView, project: string): readonly (HttpRaise | UnreadRaise)[] {
  const withRoutes = new Set(view.backend.apps.flatMap(({ routes }) => routes.map(({ endpoint }) => endpoint.module)));
  return modulesOf(view, project, 'service').flatMap((module): readonly (HttpRaise | UnreadRaise)[] => {
    if (!module.parses || !module.text.includes('HTTPException') || isRunByHand(module.path)) return [];
    const isOfServices = isServiceModule(module.path) && !withRoutes.has(module);
    return [...deepDescendants(module.tree.root, () => true)].flatMap((statement): readonly (HttpRaise | UnreadRaise)[] => {
      if (statement.type !== 'raise_statement') return [];
      const owner = enclosing(statement, 'class_definition');
      if (!isOfServices && !/Service$/.test(owner?.children.find(({ type }) => type === 'identifier')?.text ?? '')) return [];
      const [raised] = parts(statement);
      const callee = raised?.type === 'call' ? calleeOf(raised) : raised;
      return raised && callee && (callee.type === 'identifier' || callee.type === 'attribute') && isHttpException(view, module, callee) ? [readRaise(view, module, statement, raised)] : [];
    });
  });
}

function isServiceModule(path: string): boolean {
  return /(?:^|_)services?\.py$/.test(nameOf(path)) || /(?:^|\/)services?\//.test(path);
}

const MEMBERS: readonly string[] = ['status_code', 'detail', 'headers'];

function readRaise(view: RepositoryView, module: Module, statement: PyNode, call: PyNode): HttpRaise | UnreadRaise {
  const unread = (because: string): UnreadRaise => ({ module, statement, because });
  const within = enclosing(statement, 'function_definition', 'lambda');
  const list = call.type === 'call' ? argumentListOf(call) : undefined;
  const given = list ? argumentsOf(list) : [];
  if (!within || within.type !== 'function_definition') return unread('It is raised where a module is imported.');
  if (!list || given.some(({ name, unpacking }) => unpacking !== undefined || (name !== undefined && !MEMBERS.includes(name)))) return unread('How it is made is not understood.');
  const [status, detail, headers] = MEMBERS.map((member, index) => given.find(({ name }) => name === member)?.value ?? (given[index]?.name === undefined ? given[index]?.value : undefined));
  const number = status && statusOf(view, module, status);
  if (number === undefined) return unread('Its status is known only when it is raised.');
  if (number < 400 || number > 599) return unread(`${number} is no error.`);
  if (!detail) return unread(`It has no text of its own.`);
  if (!isSaying(view, module, detail)) return unread('What it says is known only when it is raised, and may be nothing or no text.');
  if (call.text.includes('#')) return unread('There is a comment, or a `#`, in it.');
  return { module, call, statement, within, status: number, detail, headers: headers?.type === 'none' ? undefined : headers };
}

/** `404`, `status.HTTP_404_NOT_FOUND`. */
function statusOf({ python }: RepositoryView, module: Module, node: PyNode): number | undefined {
  if (node.type === 'integer') return /^[1-5]\d\d$/.test(node.text) ? Number(node.text) : undefined;
  const symbol = node.type === 'attribute' || node.type === 'identifier' ? python.symbolOf(module, node) : undefined;
  const [, status] = symbol?.kind === 'external' ? (/^(?:fastapi|starlette)\.status\.HTTP_(\d{3})_\w+$/.exec(symbol.name) ?? []) : [];
  return status === undefined ? undefined : Number(status);
}

/** Whether a value is a text, and surely not an empty one. */
function isSaying(view: RepositoryView, module: Module, node: PyNode): boolean {
  switch (node.type) {
    case 'string':
      return !/^[rR]?[bB]/.test(node.text) && node.children.some(({ type, text }) => type === 'string_content' && text.replace(/\{\{|\}\}/g, 'x').trim() !== '' && !/^\{[^}]*\}$/.test(text));
    case 'concatenated_string':
      return parts(node).some((one) => isSaying(view, module, one));
    case 'parenthesized_expression': {
      const [inner] = parts(node);
      return inner !== undefined && isSaying(view, module, inner);
    }
    case 'identifier':
    case 'attribute': {
      const symbol = view.python.symbolOf(module, node);
      const how = symbol.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
      const isOnly = symbol.kind === 'defined' && symbol.binding.scope.bindings.get(symbol.name)?.length === 1;
      return isOnly && how?.kind === 'assignment' && how.value !== undefined && (plainString(how.value) ?? '').trim() !== '';
    }
    default:
      return false;
  }
}
