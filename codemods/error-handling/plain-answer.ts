import { argumentListOf, argumentsOf, blockOf, calleeOf, deepDescendants, identifiersSpelled, moduleName, parts, statementsOf, type Editor, type Handled, type Module, type NewImport, type PyNode, type RepoPath, type Task } from '#pystd';
import type { Options } from './options.ts';

/** A handler that answers what nothing else handles just as Starlette would, for a header that no middleware can give that response. */
export interface PlainAnswer {
  readonly handled: Handled;
  readonly function: { readonly module: Module; readonly node: PyNode; readonly name: string };
  /** The expression of the headers. */
  readonly headers: PyNode;
}

/** The handler of `Exception` that says no more than Starlette does, where nothing else has to do with it. */
export function plainAnswerIn(handled: readonly Handled[], { python }: Task<Options>): PlainAnswer | undefined {
  for (const one of handled) {
    const { key, handler, module, node } = one;
    if (key.kind !== 'outer' || key.name !== 'builtins.Exception' || handler?.node.type !== 'function_definition' || node.parent?.type !== 'expression_statement') continue;
    const headers = headersOfPlainText(handler.node);
    const isElsewhere = python.layout.holding(handler.name).some((other) => other !== module && other !== handler.module);
    if (headers && handler.module !== module && !isElsewhere && uses(module, handler.name) === 2) return { handled: one, function: { module: handler.module, node: handler.node, name: handler.name }, headers };
  }
  return undefined;
}

/** The headers in `return PlainTextResponse("Internal Server Error", status_code=500, headers=…)`, where that is all a function does. */
function headersOfPlainText(definition: PyNode): PyNode | undefined {
  const body = blockOf(definition);
  const statements = (body ? statementsOf(body) : []).filter((statement) => parts(statement)[0]?.type !== 'string');
  const [answer] = statements.length === 1 && statements[0]?.type === 'return_statement' ? parts(statements[0]) : [];
  const list = answer?.type === 'call' && calleeOf(answer)?.text === 'PlainTextResponse' ? argumentListOf(answer) : undefined;
  const given = list ? argumentsOf(list) : [];
  return given[0]?.value.text.slice(1, -1) === 'Internal Server Error' ? given.find(({ name }) => name === 'headers')?.value : undefined;
}

function uses({ tree }: Module, name: string): number {
  return [...identifiersSpelled(tree.root, name)].length;
}

/** What the names in the headers are imported from, for a module elsewhere; a full sentence where nothing shows how. */
export function importsOfHeaders({ function: { module }, headers }: PlainAnswer, task: Task<Options>, path: RepoPath): readonly NewImport[] | { readonly problem: string } {
  const spelled = moduleName(task, module, path, module);
  if ('refused' in spelled) return { problem: spelled.refused };
  const names = new Set([...deepDescendants(headers, () => true)].filter(({ type, text }) => type === 'identifier' && module.names.module.bindings.has(text)).map(({ text }) => text));
  return [...names].map((name): NewImport => ({ module: spelled.dotted, name, section: 'own' }));
}

/** Takes the handler away, with its registration and what only it needed. */
export function removePlainAnswer(editor: Editor, { handled, function: { module, node, name } }: PlainAnswer): void {
  editor.statement(handled.module, handled.node).remove();
  editor.removeImport(handled.module, name);
  editor.statement(module, node).remove();
  for (const needed of ['PlainTextResponse', 'Request']) {
    const spelled = [...identifiersSpelled(module.tree.root, needed)];
    const isOnlyHere = spelled.filter(({ start, end }) => start < node.start || end > node.end).length === 1;
    if (isOnlyHere) editor.removeImport(module, needed);
  }
}
