import { requirementsOf } from '../backend/requirements/index.ts';
import type { RepositoryView } from './candidate.ts';

/** A distribution that a project asks for and that its environment does not have. */
export interface Lacking {
  readonly distribution: string;
  /** Whether the patch is what adds it. */
  readonly isAdded: boolean;
}

/**
 * What an environment lacks by which a module cannot be found, where that is no fault of the patch: the project asks for it by then, and the repository has
 * no module of that name. Import names are those of distributions but for what stands between letters, or a part of them: `jwt` comes from `PyJWT`.
 *
 * @param module as Python names what it does not find; within a package that is there nothing is lacking
 */
export function lackingFor(module: string, project: string, was: RepositoryView, is: RepositoryView): Lacking | undefined {
  const letters = lettersOf(module);
  if (module.includes('.') || letters.length < 3 || is.python.layout.modules.some(({ path }) => new RegExp(`(?:^|/)${module}(?:/|\\.py$)`).test(path))) return undefined;
  const asked = askedFor(is, project);
  const distribution = asked.find((name) => lettersOf(name) === letters) ?? asked.find((name) => lettersOf(name).includes(letters));
  return distribution === undefined ? undefined : { distribution, isAdded: !askedFor(was, project).includes(distribution) };
}

/** A full sentence. */
export function lackingInWords({ distribution, isAdded }: Lacking): string {
  return `The environment lacks \`${distribution}\`, which ${isAdded ? 'the patch adds' : 'the project asks for'}.`;
}

/** The module that an error of Python does not find. */
export function moduleNotFound(words: string): string | undefined {
  return /ModuleNotFoundError: No module named '([\w.]+)'/.exec(words)?.[1];
}

function askedFor({ repo, python }: RepositoryView, project: string): readonly string[] {
  const lists = [...new Set([project, ''])].flatMap((folder) => requirementsOf(repo, python, folder).lists);
  return [...new Set(lists.flatMap(({ asked }) => asked.map(({ name }) => name)))].sort();
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
