import type { Python } from '../../python/index.ts';
import type { InModule } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf } from '../../python/syntax/views.ts';
import { childOfType, deepDescendants, parts } from '../../python/syntax/walk.ts';
import type { AppModel, Middleware } from '../fastapi/index.ts';

/** A middleware of the repository for which it matters whether what it stands around raises: it catches exceptions, or commits where there was none. */
export interface CatchingMiddleware {
  readonly middleware: Middleware;
  /** Whether it catches any exception, and not only some classes. */
  readonly catchesAll: boolean;
  /** Whether such an exception becomes an answer there: the clause returns or sends one and does not raise. */
  readonly answers: boolean;
}

/** The middleware of an application, outermost last, that has an `except` around the request or commits. What another distribution has is not looked into. */
export function catchingMiddleware(app: AppModel, python: Python): readonly CatchingMiddleware[] {
  return app.middleware.flatMap((middleware): CatchingMiddleware[] => {
    const code = codeOf(middleware, python);
    const clauses = code ? [...deepDescendants(code, () => true)].filter(({ type, parent }) => type === 'except_clause' && holdsCall(parent)) : [];
    const all = clauses.filter(catchesAll);
    if (clauses.length === 0 && !/\bcommit\s*\(/.test(code?.text ?? '')) return [];
    return [{ middleware, catchesAll: all.length > 0, answers: all.some(answers) }];
  });
}

/** Whether the body of a `try` hands the request on. */
function holdsCall(statement: PyNode | undefined): boolean {
  const body = statement && childOfType(statement, 'block');
  return body !== undefined && /\bawait\b/.test(body.text);
}

function catchesAll(clause: PyNode): boolean {
  const [first] = parts(clause);
  return first === undefined || first.type === 'block' || /\b(?:Base)?Exception\b/.test(first.text);
}

function answers(clause: PyNode): boolean {
  const body = childOfType(clause, 'block');
  const nodes = body ? [...deepDescendants(body, () => true)] : [];
  return nodes.some(({ type, text }) => type === 'return_statement' || (type === 'call' && /^(?:response|await_response|self\.send|send)\s*\(/.test(text))) && !nodes.some(({ type }) => type === 'raise_statement');
}

/** The function or class of a middleware, where it is one of the repository. */
function codeOf({ module, node, how, name }: Middleware, python: Python): PyNode | undefined {
  if (how === 'decorator') return functionNamed({ module, node }, name);
  const list = argumentListOf(node);
  const given = list ? argumentsOf(list) : [];
  const value = given.find((one) => one.name === 'dispatch')?.value ?? given.find((one) => one.name === 'middleware_class')?.value ?? given.find((one) => one.name === undefined)?.value;
  const symbol = value && python.symbolOf(module, value);
  const found = symbol?.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  if (found?.kind === 'class' || found?.kind === 'function') return found.definition;
  // Given in a list, or made by a call: the class of that name in the modules of the repository.
  for (const holder of python.layout.holding(`class ${name}`)) {
    const binding = holder.parses ? holder.names.module.bindings.get(name)?.[0]?.how : undefined;
    if (binding?.kind === 'class') return binding.definition;
  }
  return undefined;
}

/** The function below the decorator, or that is handed to `app.middleware("http")(…)`. */
function functionNamed({ module, node }: InModule, name: string): PyNode | undefined {
  for (let above: PyNode | undefined = node; above; above = above.parent) {
    if (above.type === 'decorated_definition') return childOfType(above, 'function_definition');
    if (above.type === 'function_definition') return above;
  }
  const how = module.names.module.bindings.get(name)?.[0]?.how;
  return how?.kind === 'function' ? how.definition : undefined;
}
