import type { PathRule } from './build-facts.ts';
import { tidyPath, type ProjectFiles } from './project-files.ts';

/** The folder that holds exactly these files and nothing else: uv_build installs the files of a folder as commands. */
export function folderOfScripts(rules: readonly PathRule[], files: ProjectFiles): string | undefined {
  const paths = new Set(rules.map(({ path }) => tidyPath(path)));
  const [folder, ...others] = new Set([...paths].map((path) => path.split('/').slice(0, -1).join('/')));
  if (folder === undefined || folder === '' || others.length > 0) return undefined;
  const there = files.below(folder);
  return there.length === paths.size && there.every((path) => paths.has(path)) ? folder : undefined;
}
