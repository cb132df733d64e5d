import { foldersAbove, isInside, isRunByHand, joinPath, projectOf, roleOf, type DotenvLoad, type RepoPath, type RepositoryView } from '#pystd';
import type { EnvFile } from './home.ts';

/** What a repository has beside the `.env` that is not in it. */
const SAMPLES: readonly string[] = ['.env', '.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example', '.env.local', '.env.development'];

const NONE: EnvFile = { code: undefined, imports: [] };

/** The calls that put a file into the environment of a project's service. */
export function loadsOf({ repo, backend }: RepositoryView, project: string): readonly DotenvLoad[] {
  return backend.environment.loads.filter(({ kind, module }) => kind === 'load_dotenv' && roleOf(module.path) === 'service' && !isRunByHand(module.path) && projectOf(repo, module.path) === project);
}

/**
 * The file that a new class in `home` reads, so that it does not matter whether the settings are made before the program loads the file: the one it
 * loads today, else the standard's. A problem where the program's way cannot be had: the settings would differ.
 */
export function envFileFor(view: RepositoryView, project: string, home: RepoPath, standard: string | undefined): EnvFile | { readonly problem: string } {
  const loads = loadsOf(view, project);
  // A file that the module itself loads first is in the environment when the settings are made.
  const others = loads.filter(({ module, when }) => module.path !== home || when !== 'import');
  const [winning] = others.filter(({ override }) => override);
  if (winning) return { problem: `\`load_dotenv(override=True)\` in \`${winning.module.path}\` lets the file win over variables that are set, and settings that are made before would not see that.` };
  const [computed] = others.filter((load) => load.computed);
  if (computed) return { problem: `Which file \`load_dotenv\` in \`${computed.module.path}\` loads is known only when it runs, and settings that are made before would not have it.` };
  const files = others.map((load) => fileOf(view, load, home));
  const [first] = files;
  if (first && files.some(({ code }) => code !== first.code)) return { problem: `Several files are loaded into the environment, by ${[...new Set(others.map(({ module }) => `\`${module.path}\``))].join(' and ')}.` };
  if (first) return first;
  return standard === undefined || loads.length > 0 ? NONE : { code: JSON.stringify(standard), imports: [] };
}

/** The file of one call, as an expression in the module of the settings. */
function fileOf({ repo }: RepositoryView, { node, path, module }: DotenvLoad, home: RepoPath): EnvFile {
  const isSearched = path === undefined || /\bfind_dotenv\b/.test(node.text);
  // python-dotenv and pydantic count a path from the folder the program is started in.
  if (!isSearched) return { code: JSON.stringify(path), imports: [] };
  const name = path ?? '.env';
  const folder = foldersAbove(module.path).find((above) => SAMPLES.some((sample) => hasFile(joinPath(above, sample))));
  function hasFile(sample: RepoPath): boolean {
    return repo.files.has(sample) || repo.opaque.has(sample);
  }
  if (folder === undefined || !isInside(home, folder)) return { code: path === undefined ? 'find_dotenv()' : `find_dotenv(${JSON.stringify(path)})`, imports: [{ module: 'dotenv', name: 'find_dotenv' }] };
  const up = foldersAbove(home).indexOf(folder);
  const anchor = up === 0 ? 'Path(__file__).resolve().parent' : `Path(__file__).resolve().parents[${up}]`;
  return { code: `${anchor} / ${JSON.stringify(name)}`, imports: [{ module: 'pathlib', name: 'Path' }] };
}

/** Why a class that is there might be made before the file is loaded: a full sentence; `undefined` when it reads a file itself, or nothing is loaded elsewhere. */
export function lateLoad(view: RepositoryView, project: string, classTexts: readonly string[], object: RepoPath): string | undefined {
  if (classTexts.some((text) => /\benv_file\b/.test(text))) return undefined;
  const late = loadsOf(view, project).find(({ module, when }) => module.path !== object || when !== 'import');
  return late && `\`${late.module.path}\` loads a file into the environment, which the settings in \`${object}\` do not read: give them \`env_file\` first.`;
}
