import { foldersAbove, joinPath, topOf, type RepoPath, type Task } from '#pystd';
import type { Conversion } from './facts.ts';

/** What uv reads as the Python to use: a version, an implementation with or without one. */
const REQUEST = /^(?:[<>=!~][\s\d.,<>=!~*]+|v?\d+(?:\.\d+){0,2}(?:(?:a|b|rc)\d+)?t?|(?:cpython|python|cp|pypy|pp|graalpy|pyodide)[-@]?(?:\d+(?:\.\d+){0,2}(?:(?:a|b|rc)\d+)?t?)?|any|default)$/i;

/** Files beside a project that other tools write and Poetry never reads, and that uv trips over. */
export function flagLocalFiles(task: Task<object>, { manifest, isRefused }: Conversion): void {
  if (isRefused) return;
  const above = foldersAbove(joinPath(manifest.folder, 'x')).map((folder) => joinPath(folder, '.python-version'));
  const pinned = above.find((path) => task.repo.files.has(path));
  if (pinned !== undefined) flagPin(task, pinned);
  const venv = joinPath(manifest.folder, '.venv');
  if (task.repo.files.has(venv) || task.repo.opaque.has(venv)) task.flag(topOf(venv), `\`${venv}\` is a file, and uv makes its environment in a folder of that name: every \`uv sync\` and \`uv run\` fails as long as it is there.`);
}

/** Poetry does not read `.python-version`, pyenv does: its names of environments and its own words for versions are none of uv's. */
function flagPin(task: Task<object>, path: RepoPath): void {
  const lines = (task.repo.files.get(path)?.text ?? '').split('\n').map((line) => line.trim());
  const said = lines.find((line) => line !== '' && !line.startsWith('#'));
  if (said === undefined) return;
  const [, major = '3', minor = '9'] = /^v?(\d+)(?:\.(\d+))?/.exec(said) ?? [];
  const isOld = REQUEST.test(said) && (Number(major) < 3 || (Number(major) === 3 && Number(minor) < 6));
  if (said.includes('/')) task.flag(topOf(path), `\`${path}\` says \`${said}\`, which uv takes for the path of an interpreter: every \`uv sync\` and \`uv run\` fails until it is a version alone.`);
  else if (isOld) task.flag(topOf(path), `\`${path}\` says \`${said}\`, a Python that uv does not support: every \`uv sync\` and \`uv run\` fails until it is another one.`);
  else if (!REQUEST.test(said)) task.flag(topOf(path), `\`${path}\` says \`${said}\`, which uv does not understand: it warns, and takes any Python that \`requires-python\` allows.`);
}
