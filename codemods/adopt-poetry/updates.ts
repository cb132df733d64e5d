import { isYamlProblem, parseYaml, resolvedPath, setScalar, type Edit, type YamlMapping } from '#pystd';
import type { FileKind } from './surroundings.ts';
import { child, scalar } from './workflow-parts.ts';

/** Dependabot reads the files of Poetry as its ecosystem `pip`. */
export const updates: FileKind = {
  concerns: ({ path, text }) => /(?:^|\/)\.github\/dependabot\.ya?ml$/.test(path) && /package-ecosystem:\s*["']?uv\b/.test(text),
  rewrite(rewrite, { projects }) {
    const read = parseYaml(rewrite.file.text);
    const [document] = isYamlProblem(read) ? [] : read.documents;
    const list = document && child(document.root, 'updates');
    if (!document || list?.kind !== 'sequence') return;
    const entries = list.items.flatMap(({ value }) => (value.kind === 'mapping' ? [value] : []));
    for (const entry of entries) {
      const ecosystem = scalar(entry, 'package-ecosystem');
      const folder = folderOf(entry);
      const project = projects.find((one) => one.folder === folder);
      if (ecosystem?.text !== 'uv' || project === undefined) continue;
      if (project.state === 'kept') {
        rewrite.leave(ecosystem.span);
        continue;
      }
      const isTaken = entries.some((other) => scalar(other, 'package-ecosystem')?.text === 'pip' && (folderOf(other) === folder || child(other, 'directories') !== undefined));
      const outcome = setScalar(document, [...entry.path, 'package-ecosystem'], 'pip');
      const edits: readonly Edit[] | { readonly problem: string } = isTaken ? { problem: 'it looks at that folder for `pip` already.' } : 'refused' in outcome ? { problem: outcome.refused } : outcome.edits;
      rewrite.change(ecosystem.span, 'Dependabot updates `poetry.lock` where it updated `uv.lock`: to it both Poetry and pip are `pip`.', edits);
    }
  },
};

function folderOf(entry: YamlMapping): string | undefined {
  const said = scalar(entry, 'directory')?.text;
  return said === undefined ? undefined : resolvedPath('', said.replace(/^\//, ''));
}
