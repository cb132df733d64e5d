import { readDockerfile } from '../../formats/dockerfile/index.ts';
import { folderOf, isInside, joinPath, type RepoPath } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';

/** The Pythons a project is for, by the files that name one. */
export interface FoundPython {
  readonly specifiers: string;
  /** Where they stand, as the end of a sentence. */
  readonly because: string;
}

interface Named {
  readonly minor: readonly [number, number];
  readonly where: string;
}

/** The lowest Python that `.python-version`, `runtime.txt`, images and workflows name. */
export function pythonOf(view: RepositoryView, folder: string): FoundPython | undefined {
  const found = [...pinFiles(view, folder), ...images(view, folder), ...workflows(view)];
  const [first, ...others] = [...found].sort((a, b) => a.minor[0] - b.minor[0] || a.minor[1] - b.minor[1]);
  if (!first) return undefined;
  const spelled = ({ minor, where }: Named): string => `${minor.join('.')} in \`${where}\``;
  const rest = others.filter((other, index) => others.findIndex(({ where }) => where === other.where) === index && other.where !== first.where);
  return { specifiers: `>=${first.minor.join('.')}`, because: [first, ...rest].slice(0, 4).map(spelled).join(', ') };
}

function pinFiles({ repo }: RepositoryView, folder: string): readonly Named[] {
  const folders = folder === '' ? [''] : [folder, ''];
  return folders.flatMap((one) => ['.python-version', 'runtime.txt'].flatMap((name) => {
    const path = joinPath(one, name);
    const line = repo.files.get(path)?.text.split(/\r?\n/).map((text) => text.trim()).find((text) => text !== '' && !text.startsWith('#')) ?? '';
    return named(/^(?:python-|cpython-)?(3\.\d+)(?:\.\d+)?$/.exec(line)?.[1], path);
  }));
}

/** Base images that are Python's own; a tag behind a variable says nothing. */
function images({ repo }: RepositoryView, folder: string): readonly Named[] {
  return [...repo.files].flatMap(([path, file]) => {
    if (!/(?:^|[._/-])(?:Dockerfile|Containerfile)(?:[._-][^/]*)?$/i.test(path) || !(isInside(path, folder) || folderOf(path) === '')) return [];
    return readDockerfile(file.text).stages.flatMap(({ base }) => named(/(?:^|\/)python:(3\.\d+)(?:[.-]|$)/.exec(base?.value ?? '')?.[1], path));
  });
}

function workflows({ repo }: RepositoryView): readonly Named[] {
  return [...repo.files].flatMap(([path, { text }]) => {
    if (!/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) return [];
    return text.split('\n').filter((line) => /python-?version/i.test(line) && !/^\s*#/.test(line)).flatMap((line) => [...line.matchAll(/["'\s[](3\.\d+)(?=["'\s,\]]|\.\d+|\.x|$)/g)].flatMap(([, version]) => named(version, path)));
  });
}

function named(version: string | undefined, where: RepoPath): readonly Named[] {
  const minor = Number(version?.split('.')[1]);
  return version === undefined || minor < 7 ? [] : [{ minor: [3, minor], where }];
}
