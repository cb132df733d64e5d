import { isYamlProblem, joinPath, parseYaml, resolvedPath, setScalar, type Edit } from '#pystd';
import type { FileKind } from './files.ts';

/** Dependabot looks at uv's files where it looked at the requirements. */
export const dependabot: FileKind = {
  concerns: ({ path, text }) => /(?:^|\/)\.github\/dependabot\.ya?ml$/.test(path) && /package-ecosystem:\s*["']?pip\b/.test(text),
  rewrite(rewrite, { task, projects }) {
    const read = parseYaml(rewrite.file.text);
    const [document] = isYamlProblem(read) ? [] : read.documents;
    const updates = document?.root.kind === 'mapping' ? document.root.entries.find(({ name }) => name === 'updates')?.value : undefined;
    if (!document || updates?.kind !== 'sequence') return;
    for (const { value } of updates.items) {
      if (value.kind !== 'mapping') continue;
      const scalar = (name: string): string | undefined => {
        const node = value.entries.find((entry) => entry.name === name)?.value;
        return node?.kind === 'scalar' ? node.text : undefined;
      };
      const folder = resolvedPath('', (scalar('directory') ?? '').replace(/^\//, ''));
      if (scalar('package-ecosystem') !== 'pip' || folder === undefined || !projects.some((project) => project.folder === folder)) continue;
      // Other requirements in that folder are still pip's.
      if (task.repo.files.has(joinPath(folder, 'poetry.lock'))) continue;
      const outcome = setScalar(document, [...value.path, 'package-ecosystem'], 'uv');
      const edits: readonly Edit[] | { readonly problem: string } = 'refused' in outcome ? { problem: outcome.refused } : outcome.edits;
      rewrite.change(value.entries.find(({ name }) => name === 'package-ecosystem')?.span ?? value.span, 'Dependabot updates `uv.lock` where it updated the requirements.', edits);
    }
  },
};
