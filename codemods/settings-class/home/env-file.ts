import { foldersAbove, isInside, joinPath, type RepoPath, type RepositoryView } from '#pystd';
import { filesRead, type FileRead } from './files-read.ts';
import type { EnvFile } from './home.ts';

/** What a repository has beside the `.env` that is not in it. */
const SAMPLES: readonly string[] = ['.env', '.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example', '.env.local', '.env.development'];

const NONE: EnvFile = { code: undefined, imports: [] };

/**
 * The file that a new class in `home` reads, so that it does not matter whether the settings are made before the program reads the file: the one it
 * reads today, else the standard's. A problem where the program's way cannot be had: the settings would differ.
 *
 * @param madeAt the offset in `home` from which on the settings are made
 */
export function envFileFor(view: RepositoryView, project: string, home: RepoPath, standard: string | undefined, madeAt = Infinity): EnvFile | { readonly problem: string } {
  const reads = filesRead(view, project);
  // A file that the module itself loads first is in the environment when the settings are made.
  const own = reads.filter(({ module, isLoaded, start }) => module.path === home && isLoaded && start < madeAt);
  const others = reads.filter((read) => !own.includes(read));
  const [winning] = others.filter(({ override }) => override);
  if (winning) return { problem: `\`${winning.by}\` in \`${winning.module.path}\` lets the file win over variables that are set, and settings that are made before would not see that.` };
  const [computed] = others.filter(({ path }) => path === undefined);
  if (computed) return { problem: `Which file \`${computed.by}\` in \`${computed.module.path}\` reads is known only when it runs, and settings that are made before would not have it.` };
  const files = others.map((read) => fileOf(view, read, home));
  const [first] = files;
  if (first && files.some(({ code }) => code !== first.code)) return { problem: `Several files of variables are read, by ${[...new Set(others.map(({ module }) => `\`${module.path}\``))].join(' and ')}.` };
  if (first) return own.some((read) => read.path !== undefined && fileOf(view, read, home).code === first.code) ? NONE : first;
  return standard === undefined || own.length > 0 ? NONE : { code: JSON.stringify(standard), imports: [] };
}

/** The file of one read, as an expression in the module of the settings. */
function fileOf({ repo }: RepositoryView, { path: name = '.env', isSearched, module }: FileRead, home: RepoPath): EnvFile {
  // python-dotenv, starlette and pydantic all count a path from the folder the program is started in.
  if (!isSearched) return { code: JSON.stringify(name), imports: [] };
  const hasSample = (folder: string): boolean => SAMPLES.some((sample) => repo.files.has(joinPath(folder, sample)) || repo.opaque.has(joinPath(folder, sample)));
  const folder = foldersAbove(module.path).find(hasSample);
  if (folder === undefined || !isInside(home, folder)) return { code: name === '.env' ? 'find_dotenv()' : `find_dotenv(${JSON.stringify(name)})`, imports: [{ module: 'dotenv', name: 'find_dotenv' }] };
  const up = foldersAbove(home).indexOf(folder);
  const anchor = up === 0 ? 'Path(__file__).resolve().parent' : `Path(__file__).resolve().parents[${up}]`;
  return { code: `${anchor} / ${JSON.stringify(name)}`, imports: [{ module: 'pathlib', name: 'Path' }] };
}

/** Why a class that is there might miss what a file says: a full sentence; `undefined` when it reads a file itself, or has all of it in the environment. */
export function missedFile(view: RepositoryView, project: string, classTexts: readonly string[], object: RepoPath, madeAt: number): string | undefined {
  if (classTexts.some((text) => /\benv_file\b/.test(text))) return undefined;
  const file = envFileFor(view, project, object, undefined, madeAt);
  if ('problem' in file) return file.problem;
  const read = filesRead(view, project).find(({ module, isLoaded, start }) => module.path !== object || !isLoaded || start >= madeAt);
  return file.code === undefined ? undefined : `\`${read?.module.path ?? ''}\` reads a file of variables (\`${read?.by ?? ''}\`), which the settings in \`${object}\` may not have when they are made: give them \`env_file\` first.`;
}
