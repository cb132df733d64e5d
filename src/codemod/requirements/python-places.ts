import { readDockerfile } from '../../formats/dockerfile/index.ts';
import { isRequirementsName } from '../../packaging/pip/index.ts';
import { folderOf, isInside, nameOf, type RepoPath } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';

/** A Python 3 that a file names. */
export interface NamedPython {
  readonly minor: number;
  readonly where: RepoPath;
}

/** Files that hold nothing but a version, or one for each tool, in the project's folder or at the top. */
export function pinnedPythons(files: readonly SourceFile[], folder: string): readonly NamedPython[] {
  return files.filter(({ path }) => folderOf(path) === folder || folderOf(path) === '').flatMap(({ path, text }) => {
    const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
    if (/^(?:\.python-version|runtime\.txt)$/.test(nameOf(path))) return named(/^(?:python-|cpython-)?(3\.\d+)(?:\.\d+)?$/.exec(lines[0] ?? '')?.[1], path);
    if (nameOf(path) === '.tool-versions') return lines.flatMap((line) => named(/^python\s+(3\.\d+)/.exec(line)?.[1], path));
    return [];
  });
}

/** The Python that pip-compile looked for versions with. */
export function compilingPythons(files: readonly SourceFile[], folder: string): readonly NamedPython[] {
  const own = files.filter(({ path }) => isInside(path, folder) && isRequirementsName(folder === '' ? path : path.slice(folder.length + 1)));
  return own.flatMap(({ path, text }) => named(/^#.*\bpip-compile with [Pp]ython (3\.\d+)\b/m.exec(text.slice(0, 600))?.[1], path));
}

/** Images, pipelines and hosts that run Python. */
export function runningPythons(files: readonly SourceFile[]): readonly NamedPython[] {
  return files.flatMap(({ path, text }) => {
    if (/(?:^|[._/-])(?:Dockerfile|Containerfile)(?:[._-][^/]*)?$|\.dockerfile$/i.test(path)) return images(path, text);
    if (!/\.ya?ml$/.test(path)) return [];
    const lines = text.split('\n').filter((line) => !/^\s*#/.test(line));
    if (/^\.(?:github|gitea|forgejo)\/workflows\/[^/]+$/.test(path)) return lines.filter((line) => /python-?version/i.test(line)).flatMap((line) => versionsIn(line, path));
    if (/(?:^|\/)(?:\.gitlab-ci|\.travis|azure-pipelines|bitbucket-pipelines|appveyor)\.ya?ml$|^\.circleci\/config\.ya?ml$|(?:^|\/)(?:docker-)?compose[^/]*$/.test(path)) {
      return lines.flatMap((line) => [...imageIn(line, path), ...(/\b(?:versionSpec|PYTHON_VERSION|python(?:[._-]?version)?)["']?\s*[:=]/i.test(line) ? versionsIn(line, path) : [])]);
    }
    if (/(?:^|\/)\.?readthedocs\.ya?ml$/.test(path)) return lines.filter((line) => /^\s*python:/.test(line)).flatMap((line) => versionsIn(line, path));
    if (/(?:^|\/)(?:serverless|template|app)\.ya?ml$/.test(path)) return lines.flatMap((line) => named(/^\s*[Rr]untime:\s*["']?python3\.?(\d+)["']?\s*$/.exec(line)?.[1]?.replace(/^/, '3.'), path));
    return [];
  });
}

/** What linters, formatters and tox are told to expect. */
export function targetedPythons(files: readonly SourceFile[], folder: string): readonly NamedPython[] {
  return files.filter(({ path }) => folderOf(path) === folder).flatMap(({ path, text }) => {
    if (/^(?:pyproject|\.?ruff)\.toml$/.test(nameOf(path))) return [...text.matchAll(/^\s*(?:target-version\s*=.*|python_version\s*=.*|pythonVersion\s*=.*)$/gm)].flatMap(([line]) => versionsIn(line.replace(/py3(\d+)/g, '3.$1'), path));
    if (/^(?:mypy\.ini|\.mypy\.ini|setup\.cfg)$/.test(nameOf(path))) return [...text.matchAll(/^\s*python_version\s*=.*$/gm)].flatMap(([line]) => versionsIn(line, path));
    if (nameOf(path) === 'tox.ini') return [...text.matchAll(/^\s*env_?list\s*=.*(?:\n[ \t]+.*)*/gm)].flatMap(([list]) => [...list.matchAll(/\bpy3(\d{1,2})\b/g)].flatMap(([, minor]) => named(`3.${minor ?? ''}`, path)));
    return [];
  });
}

/** Base images that are Python's own, or that name their Python in the tag. A tag may stand in an `ARG` with a default. */
function images(path: RepoPath, text: string): readonly NamedPython[] {
  const docker = readDockerfile(text);
  const given = new Map([...text.matchAll(/^\s*ARG\s+(\w+)=["']?([^\s"']+)["']?\s*$/gim)].map(([, name = '', value = '']) => [name, value] as const));
  return docker.stages.flatMap(({ base }) => imageIn((base?.value ?? '').replace(/\$(?:\{(\w+)(?::?-[^}]*)?\}|(\w+))/g, (whole, braced: string | undefined, plain: string | undefined) => given.get(braced ?? plain ?? '') ?? whole), path));
}

function imageIn(text: string, path: RepoPath): readonly NamedPython[] {
  return named(/(?:^|[/"'\s])python:(?:\d+-)?(3\.\d+)(?:[.\-@"'\s]|$)/.exec(text)?.[1] ?? /:(?:[\w.]+-)*python(3\.\d+)(?:[.\-@"'\s]|$)/.exec(text)?.[1], path);
}

function versionsIn(line: string, path: RepoPath): readonly NamedPython[] {
  return [...line.matchAll(/["'\s[=](3\.\d+)(?=["'\s,\]]|\.\d+|\.x|$)/g)].flatMap(([, version]) => named(version, path));
}

function named(version: string | undefined, where: RepoPath): readonly NamedPython[] {
  const minor = Number(version?.split('.')[1]);
  return version === undefined || !(minor >= 7 && minor < 40) ? [] : [{ minor, where }];
}
