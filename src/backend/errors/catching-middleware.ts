import type { Python } from '../../python/index.ts';
import type { InModule } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { calleeOf } from '../../python/syntax/views.ts';
import { childOfType, deepDescendants, parts } from '../../python/syntax/walk.ts';
import { middlewareDefinition, type AppModel, type Middleware } from '../fastapi/index.ts';

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
    const definition = middlewareDefinition(middleware, python);
    if (!definition) return [];
    const clauses = [...deepDescendants(definition.node, () => true)].filter(({ type, parent }) => type === 'except_clause' && holdsCall(parent));
    const all = clauses.filter(catchesAll);
    const managers = managersIn(definition, python);
    if (clauses.length === 0 && !COMMITS.test(definition.node.text) && !managers.some(({ text }) => COMMITS.test(text) || /^\s*except\b/m.test(text))) return [];
    return [{ middleware, catchesAll: all.length > 0, answers: all.some(answers) }];
  });
}

/** What writes to a database, now or where nothing is raised. */
const COMMITS = /\bcommit\s*\(|\.begin\s*\(/;

/** The own context managers that code enters: `async with session_of(request): …`. */
function managersIn({ module, node }: InModule, python: Python): readonly PyNode[] {
  const items = [...deepDescendants(node, () => true)].filter(({ type }) => type === 'with_item');
  return items.flatMap((item): readonly PyNode[] => {
    const [value] = parts(item);
    const call = value?.type === 'as_pattern' ? parts(value)[0] : value;
    const callee = call?.type === 'call' ? calleeOf(call) : undefined;
    const symbol = callee && python.symbolOf(module, callee);
    const how = symbol?.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
    return how?.kind === 'function' || how?.kind === 'class' ? [how.definition] : [];
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
