import { deletion, lineEnd, lineStart, type Editor, type PyNode } from '#pystd';
import type { Print } from './call.ts';

/**
 * Takes out imports that only `file=sys.stderr` needed. Where an import of the logger's library comes in beside it, its line alone goes: the empty
 * lines around it are the newcomer's.
 */
export function removeSpareImports(prints: readonly Print[], bringsImport: boolean, edit: Editor): void {
  const [print] = prints;
  for (const name of spareImports(prints)) {
    if (!print) return;
    const { module } = print;
    const how = module.names.module.bindings.get(name)?.[0]?.how;
    const statement = how?.kind === 'import' ? how.statement : undefined;
    const { text } = module;
    const line = statement && { start: lineStart(text, statement.start), end: lineEnd(text, statement.end - 1) };
    if (bringsImport && statement && line && statement.text === `import ${name}` && text.slice(line.start, line.end).trim() === statement.text) edit.edit(module.path, [deletion(line)]);
    else edit.removeImport(module, name);
  }
}

/** The names of imports (`sys` of `file=sys.stderr`) that only streams needed which are no longer given. */
function spareImports(prints: readonly Print[]): readonly string[] {
  const streams = prints.flatMap(({ stream }) => stream ?? []);
  const [print] = prints;
  if (!print || streams.length === 0) return [];
  const { names } = print.module;
  const isGone = (node: PyNode): boolean => streams.some((stream) => stream.start <= node.start && node.end <= stream.end);
  const read = names.references();
  const gone = [...new Set(read.flatMap(({ node, name }) => (isGone(node) ? [name] : [])))];
  const isImported = (name: string): boolean => (names.module.bindings.get(name) ?? []).length === 1 && names.module.bindings.get(name)?.[0]?.how.kind === 'import';
  return gone.filter((name) => isImported(name) && read.every((one) => one.name !== name || isGone(one.node)) && names.exportedNames().kind === 'none');
}
