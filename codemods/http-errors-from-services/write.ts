import { calleeOf, circleThrough, fitted, importOf, lineEnding, lineStart, listed, parts, replacedInTests, replacement, unusedAfter, withLineEnding, type Edit, type Editor, type Module, type NewImport, type OwnException, type RepositoryView, type Task } from '#pystd';
import type { Options } from './options.ts';
import type { Replaced } from './run.ts';

/** Why a module cannot have an exception under its name: a full sentence. */
export function obstacleToNaming(view: RepositoryView, module: Module, exception: OwnException): string | undefined {
  if (exception.module === module) return undefined;
  const imported = importFor(view, module, exception);
  if ('problem' in imported) return imported.problem;
  const bindings = module.names.module.bindings.get(exception.name) ?? [];
  const isOther = bindings.some(({ node }) => {
    const symbol = view.python.symbolOf(module, node);
    return symbol.kind !== 'defined' || symbol.module !== exception.module || symbol.name !== exception.name;
  });
  const isHidden = module.names.references().some(({ name, bindings: meant }) => name === exception.name && typeof meant !== 'string' && meant.some(({ scope }) => scope !== module.names.module));
  if (isOther || isHidden) return `\`${exception.name}\` means something else in \`${module.path}\`.`;
  return bindings.length > 0 ? undefined : circleThrough(view, [exception.module], module);
}

function importFor(view: RepositoryView, module: Module, exception: OwnException): NewImport | { readonly problem: string } {
  // Where the module itself imports nothing of the repository, others show how that is done.
  const like = [module, exception.module, ...view.python.layout.modules.filter((one) => view.python.importedBy(one).includes(exception.module))].find((one) => one.parses && view.python.importedBy(one).length > 0) ?? module;
  const carried = importOf(view, exception, exception.name, module.path, like);
  if (carried.kind === 'import') return carried.import;
  return { problem: carried.kind === 'problem' ? carried.because : `\`${exception.name}\` cannot be imported in \`${module.path}\`.` };
}

/** Raises the exceptions of the service in the place of answers of HTTP, in one module. */
export function rewrite(module: Module, replaced: readonly Replaced[], edit: Editor, task: Task<Options>): void {
  const width = task.backend.projects.lineWidth(module.path);
  const edits = replaced.map((one) => callEdit(module, one, width));
  const imports = [...new Set(replaced.map(({ by }) => by.exception))].flatMap((exception): readonly NewImport[] => {
    const imported = importFor(task, module, exception);
    return exception.module === module || 'problem' in imported || module.names.module.bindings.has(exception.name) ? [] : [imported];
  });
  const gone = replaced.flatMap(({ raised }) => {
    const callee = calleeOf(raised.call);
    const kept = [raised.detail, raised.headers];
    const [, list] = raised.call.children;
    return [...(callee ? [callee] : []), ...(list ? parts(list).filter((one) => !kept.some((keep) => keep && keep.start >= one.start && keep.end <= one.end)) : [])];
  });
  const spares = unusedAfter(task, module, gone, edits.map(({ text }) => text)).filter((name) => !replacedInTests(task, module, name));
  edit.rework(module, { edits, spares, imports });
}

/** `NotFoundError("…")` in the place of `HTTPException(404, "…")`. */
function callEdit(module: Module, { raised: { call, statement, detail, headers, status }, by }: Replaced, width: number): Edit {
  const items = [
    by.keyword === undefined ? detail.text : `${by.keyword}=${detail.text}`,
    ...(by.status === undefined ? [] : [`${by.status}=${status}`]), ...(headers ? [`headers=${headers.text}`] : []),
  ];
  const source = module.text;
  const start = lineStart(source, statement.start);
  const indent = /^[ \t]*/.exec(source.slice(start, statement.start))?.[0] ?? '';
  const head = `${source.slice(statement.start, call.start)}${by.exception.name}(`;
  const tail = `)${source.slice(call.end, statement.end)}`;
  const isSpread = items.some((item) => item.includes('\n'));
  const code = isSpread ? listed(head, items, tail, indent) : fitted(head, items, tail, width, indent);
  return replacement({ start: call.start, end: call.end }, withLineEnding(code.slice(indent.length + call.start - statement.start, code.length - (statement.end - call.end)), lineEnding(source)));
}
