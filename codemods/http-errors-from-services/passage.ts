import { ancestors, blockOf, calleeOf, childOfType, deepDescendants, enclosing, identifiersSpelled, modulesOf, parts, roleOf, type Module, type OwnException, type PyNode, type RepositoryView } from '#pystd';
import { isHttpException, type HttpRaise } from './raises.ts';

/** What stands between business code and the handlers of the application, for one project. */
export interface Passage {
  /** Why it matters on the way which class an exception has: a full sentence. */
  obstacle(raised: HttpRaise, exception: OwnException): string | undefined;
}

interface Catching {
  readonly module: Module;
  readonly statement: PyNode;
  readonly clauses: readonly Clause[];
}

interface Clause {
  readonly node: PyNode;
  /** Whether it catches by class, any exception, or it is not known what. */
  readonly catches: 'http' | 'any' | 'unknown' | readonly OwnException[];
}

/** Reads off a project who catches exceptions, and who asks what they are. */
export function passageOf(view: RepositoryView, project: string, exceptions: readonly OwnException[]): Passage {
  const modules = modulesOf(view, project, 'service').filter(({ parses }) => parses);
  const asked = modules.flatMap((module) => askingIn(view, module))[0];
  const catching = modules.flatMap((module) => catchingIn(view, module, exceptions));
  const functions = namedFunctions(modules);
  const tests = view.python.layout.modules.filter(({ path, text }) => roleOf(path) === 'test' && /\bHTTPException\b/.test(text));
  const ways = new Map<string, ReadonlySet<string>>();
  const wayOf = (name: string): ReadonlySet<string> => {
    const known = ways.get(name) ?? leadingTo(name, functions);
    ways.set(name, known);
    return known;
  };
  return {
    obstacle({ statement, within, module }, exception) {
      if (asked) return `\`${asked.module.path}\` asks whether something is an \`HTTPException\` (\`${asked.words}\`).`;
      const name = childOfType(within, 'identifier')?.text ?? '';
      if (/^__/.test(name) || isComputed(within) || enclosing(within, 'function_definition', 'lambda')) return 'It is raised where no call shows who may catch it.';
      const names = wayOf(name);
      const word = new RegExp(`\\b(?:${[...names].join('|')})\\b`);
      for (const one of catching) {
        const clause = isAround(view, one, word) || (module === one.module && isIn(statement, one.statement)) ? one.clauses.find((candidate) => matters(candidate, exception)) : undefined;
        if (clause) return `\`${clause.node.text.split(':')[0] ?? ''}\` in \`${one.module.path}\` may catch it, and goes by what it catches.`;
      }
      const test = tests.find(({ text }) => word.test(text));
      return test && `\`${test.path}\` expects an \`HTTPException\`.`;
    },
  };
}

/** Whether the code in a `try` may lead to a function, by all that is named around it, or to one that it is not known by name. */
function isAround(view: RepositoryView, { module, statement }: Catching, word: RegExp): boolean {
  const body = blockOf(statement);
  const owner = enclosing(statement, 'function_definition');
  if (!body || word.test(((owner && blockOf(owner)) ?? body).text) || PASSING.test(body.text)) return true;
  return [...deepDescendants(body, () => true)].some((node) => {
    const callee = node.type === 'call' ? calleeOf(node) : undefined;
    const symbol = callee?.type === 'identifier' ? view.python.symbolOf(module, callee) : undefined;
    return callee?.type === 'subscript' || (symbol?.kind === 'local' && symbol.binding.how.kind === 'parameter');
  });
}

/** Whether a statement is in the body of a `try`, and not in its clauses. */
function isIn(statement: PyNode, around: PyNode): boolean {
  const body = blockOf(around);
  return body !== undefined && statement.start >= body.start && statement.end <= body.end;
}

/** Code that hands on whatever runs inside: dependencies that yield, middleware, decorators. */
const PASSING = /\byield\b|\bcall_next\b|handler\s*\(|\bself\.\w*(?:app|func|handler|callback|next|call)\w*\s*\(|\bfunc(?:tion)?\s*\(|\b(?:fn|f)\s*\(|\(\s*\*args/;

/** A property, or something else that runs without being called. */
function isComputed({ parent }: PyNode): boolean {
  const decorators = parent?.type === 'decorated_definition' ? parent.children.filter(({ type }) => type === 'decorator') : [];
  return decorators.some(({ text }) => !/^@(?:staticmethod|classmethod)$/.test(text.trim()));
}

/** Whether a clause would do something else with the other exception. */
function matters({ node, catches }: Clause, exception: OwnException): boolean {
  if (catches === 'http' || catches === 'unknown') return true;
  if (catches === 'any') return goesByIt(node);
  return catches.some((one) => isBelow(exception, one) || isBelow(one, exception));
}

function isBelow(one: OwnException, other: OwnException): boolean {
  return (one.module === other.module && one.name === other.name) || (one.parent !== undefined && isBelow(one.parent, other));
}

/** Whether a clause that catches any exception looks at it, or may be interested in what it is. */
function goesByIt(clause: PyNode): boolean {
  const head = parts(clause)[0];
  const alias = head?.type === 'as_pattern' ? parts(head).at(-1)?.text : undefined;
  const body = blockOf(clause);
  if (!body) return true;
  return (alias !== undefined && [...identifiersSpelled(body, alias)].length > 0) || /\b(?:exc_info\s*\(|traceback\b|format_exc|isinstance)\b/.test(body.text);
}

function catchingIn(view: RepositoryView, module: Module, exceptions: readonly OwnException[]): readonly Catching[] {
  if (!/\bexcept\b/.test(module.text)) return [];
  return [...deepDescendants(module.tree.root, () => true)].flatMap((statement): readonly Catching[] => {
    if (statement.type !== 'try_statement') return [];
    const clauses = statement.children.filter(({ type }) => type === 'except_clause' || type === 'except_group_clause').map((node): Clause => ({ node, catches: caughtBy(view, module, node, exceptions) }));
    return clauses.length > 0 ? [{ module, statement, clauses }] : [];
  });
}

function caughtBy(view: RepositoryView, module: Module, clause: PyNode, exceptions: readonly OwnException[]): Clause['catches'] {
  const [head] = parts(clause);
  if (clause.type === 'except_group_clause') return 'unknown';
  if (!head || head.type === 'block') return 'any';
  const what = head.type === 'as_pattern' ? parts(head)[0] : head;
  const classes = what?.type === 'tuple' ? parts(what) : what ? [what] : [];
  const own: OwnException[] = [];
  let isAny = false;
  for (const node of classes) {
    if (node.type !== 'identifier' && node.type !== 'attribute') return 'unknown';
    if (isHttpException(view, module, node)) return 'http';
    const symbol = view.python.symbolOf(module, node);
    if (symbol.kind === 'builtin') isAny ||= /^(?:Base)?Exception$/.test(symbol.name);
    else if (symbol.kind === 'defined' && symbol.attributes.length === 0 && symbol.binding.how.kind === 'class') {
      const found = exceptions.find((one) => one.module === symbol.module && one.name === symbol.name);
      if (!found) return 'unknown';
      own.push(found);
    } else if (symbol.kind !== 'external') return 'unknown';
  }
  return isAny ? 'any' : own;
}

/** Mentions of `HTTPException` that are neither imports, nor raise it, catch it, answer it or say so in annotations. */
function askingIn(view: RepositoryView, module: Module): readonly { readonly module: Module; readonly words: string }[] {
  if (!/\bHTTPException\b/.test(module.text)) return [];
  return [...deepDescendants(module.tree.root, (node) => !/^import/.test(node.type))].flatMap((node) => {
    if (node.type !== 'identifier' || !isHttpException(view, module, node) || [...ancestors(node)].some(({ type }) => /import/.test(type))) return [];
    const whole = node.parent?.type === 'attribute' ? node.parent : node;
    const call = enclosing(whole, 'call', 'argument_list', 'except_clause', 'type', 'class_definition');
    const isCaught = call?.type === 'except_clause' && whole.end <= (blockOf(call)?.start ?? 0);
    const isFree = call?.type === 'type' || isCaught || whole.parent?.type === 'raise_statement' || (call?.type === 'call' && parts(call)[0] === whole);
    const around = call?.type === 'argument_list' ? call.parent : undefined;
    // A class of its own below it is caught where that is said, and registered handlers are known.
    const isKnown = around?.type === 'class_definition' || (around?.type === 'call' && /\.(?:exception_handler|add_exception_handler)$/.test(parts(around)[0]?.text ?? '')) || /^exception_handlers\b/.test(enclosing(whole, 'keyword_argument')?.text ?? '');
    return isFree || isKnown ? [] : [{ module, words: (around ?? whole.parent ?? whole).text.split('\n')[0] ?? '' }];
  });
}

/** The functions of a project with the texts in which they may name others, by their names. */
function namedFunctions(modules: readonly Module[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const module of modules) {
    for (const node of deepDescendants(module.tree.root, () => true)) {
      // What stands at the top of a module or class may name functions as well: tables, partial calls.
      const isNamed = node.type === 'assignment' && !enclosing(node, 'function_definition', 'lambda');
      const name = node.type === 'function_definition' || isNamed ? childOfType(node, 'identifier')?.text : undefined;
      if (name !== undefined) found.set(name, [...(found.get(name) ?? []), node.text]);
    }
  }
  return found;
}

/** The names of functions that may lead to one, by what they name: more than really do. */
function leadingTo(name: string, functions: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const names = new Set([name]);
  for (let before = 0; before < names.size; ) {
    before = names.size;
    const word = new RegExp(`\\b(?:${[...names].join('|')})\\b`);
    for (const [other, texts] of functions) if (!names.has(other) && !/^__/.test(other) && texts.some((text) => word.test(text))) names.add(other);
  }
  return names;
}
