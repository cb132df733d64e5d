import { isInside, folderOf } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';
import { compilingPythons, pinnedPythons, runningPythons, targetedPythons, type NamedPython } from './python-places.ts';

/** The Pythons a project is for, by the files that name one. */
export interface FoundPython {
  readonly specifiers: string;
  /** Where they stand, as the end of a sentence. */
  readonly because: string;
}

/**
 * The lowest Python that something runs the project with: pins, images and pipelines. Where nothing does, the one that
 * pip-compile was run with, then the lowest that tools are told to expect: they may be told less than is true, since nothing fails by it.
 */
export function pythonOf(view: RepositoryView, folder: string): FoundPython | undefined {
  const isOwn = (path: string): boolean => (isInside(path, folder) || folderOf(path) === '' || /^\.[\w-]+\//.test(path)) && view.ownershipOf(path as never) !== 'vendored';
  const files = [...view.repo.files.values()].filter(({ path }) => isOwn(path));
  return lowest([...pinnedPythons(files, folder), ...runningPythons(files)]) ?? lowest(compilingPythons(files, folder)) ?? lowest(targetedPythons(files, folder));
}

function lowest(found: readonly NamedPython[]): FoundPython | undefined {
  const [first, ...others] = [...found].sort((a, b) => a.minor - b.minor);
  if (!first) return undefined;
  const spelled = ({ minor, where }: NamedPython): string => `3.${minor} in \`${where}\``;
  const rest = others.filter((other, index) => others.findIndex(({ where }) => where === other.where) === index && other.where !== first.where);
  return { specifiers: `>=3.${first.minor}`, because: [first, ...rest].slice(0, 4).map(spelled).join(', ') };
}
