import { entriesNamed, type YamlMapping, type YamlNode } from '../../formats/yaml/index.ts';
import { isPosixShell } from '../../formats/shell/index.ts';

/** Whether something above a script says that no POSIX shell runs it: `shell: pwsh`, `defaults.run.shell`, a Windows runner. */
export function isForeignStep(mappings: readonly YamlMapping[], script: YamlNode): boolean {
  const shell = mappings.map(shellOf).findLast((said) => said !== undefined);
  // A program with simple words is the same for every shell.
  if (script.kind === 'scalar' && /^[\w./:@,= -]+$/.test(script.text.trim()) && !/python|node|ruby|perl/.test(shell ?? '')) return false;
  if (shell !== undefined) return !isPosixShell(shell.split(' ')[0] ?? '') && !shell.includes('${{');
  const runner = mappings.map((mapping) => scalarAt(mapping, ['runs-on'])).findLast((said) => said !== undefined);
  return runner !== undefined && /^windows\b/.test(runner);
}

function shellOf(mapping: YamlMapping): string | undefined {
  return scalarAt(mapping, ['shell']) ?? scalarAt(mapping, ['defaults', 'run', 'shell']);
}

/** The text of a scalar below a mapping. */
export function scalarAt(mapping: YamlMapping, path: readonly string[]): string | undefined {
  let node: YamlNode | undefined = mapping;
  for (const name of path) node = node?.kind === 'mapping' ? entriesNamed(node, name).at(-1)?.value : undefined;
  return node?.kind === 'scalar' ? node.text : undefined;
}
