import { modulesOf } from '../../backend/project-modules.ts';
import { isRunByHand } from '../../backend/roles.ts';
import { nameOf, type RepoPath } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';

const NAMED = /^(?:configs?|configuration|settings|conf|env|environment)\.py$/;
const READERS = /\b(?:BaseSettings|dynaconf|environs|decouple|omegaconf|hydra|configparser)\b/;

/**
 * A module that says by other means than a settings class how the service of a project is configured, by its name or by the library it reads with: a class
 * beside it would be a second place to look. Variables that are read here and there are none.
 */
export function otherConfiguration({ repo, python }: RepositoryView, project: string): RepoPath | undefined {
  const own = modulesOf({ repo, python }, project, 'service').filter(({ path }) => !isRunByHand(path));
  return own.find(({ path, text }) => (NAMED.test(nameOf(path)) && text.trim() !== '') || READERS.test(text))?.path;
}
