import { callsPoetry, commandSitesIn, folderOf, foldersAbove, joinPath, topOf, type CommandSite, type Place, type RepositoryView, type SourceFile, type Task } from '#pystd';
import { mayFollow } from '../files.ts';
import { isDockerfile } from '../images/context.ts';
import { kindOf } from '../mentions/words.ts';
import { namesPoetry, surroundingsOf, type Surroundings } from '../surroundings.ts';
import { projectsOf } from './facts.ts';

/** Something that still works with a file of Poetry's. */
export interface User {
  readonly at: Place;
  /** What it is, as the subject of a sentence. */
  readonly what: string;
}

/** What installs from the lock of a folder with Poetry, or brings the lock into an image: without the lock it does not work. */
export function userOfLock(task: Task<object>, folder: string): User | undefined {
  return imageWithLock(task, folder) ?? callerIn(task, folder, /^(?:install|sync|export|lock|update|check|show)$/);
}

/** What calls Poetry in a folder, which then reads the settings there. */
export function userOfSettings(task: Task<object>, folder: string): User | undefined {
  return callerIn(task, folder, /^[a-z]/);
}

function imageWithLock({ repo }: RepositoryView, folder: string): User | undefined {
  const found = [...repo.files.values()].find((file) => {
    if (!isDockerfile(file) || !namesPoetry(file.text)) return false;
    const copied = [...file.text.matchAll(/^(?!\s*#).*?(?<![\w-])((?:[\w.-]+\/)*)poetry\.(?:lock|\*)/gm)].map(([, path = '']) => path.replace(/^\.\//, '').replace(/\/$/, ''));
    return (folder !== '' && copied.includes(folder)) || (copied.includes('') && isNearest({ repo }, file, folder));
  });
  return found && { at: topOf(found.path), what: 'this image' };
}

function callerIn(task: Task<object>, folder: string, commands: RegExp): User | undefined {
  const surroundings = surroundingsOf(task, projectsOf(task).migrated);
  for (const file of task.repo.files.values()) {
    if (!namesPoetry(file.text) || kindOf(file.path) !== 'program' || !mayFollow(file, task)) continue;
    const site = commandSitesIn(file).find((one) => one.setting !== 'docs' && callsPoetry(one.words) && commands.test(commandOf(one)) && isFor(one, file, folder, surroundings));
    if (site) return isDockerfile(file) ? { at: topOf(file.path), what: 'this image' } : { at: { path: file.path, span: site.span }, what: `\`${site.words.map(({ raw }) => raw).join(' ')}\`` };
  }
  return undefined;
}

/** The command of Poetry that a line calls. */
function commandOf({ words }: CommandSite): string {
  const at = words.findIndex(({ value }) => /(?:^|\/)poetry$/.test(value ?? ''));
  return words.slice(at + 1).find(({ raw }) => !raw.startsWith('-'))?.value ?? '';
}

/** Whether a command is for the project of a folder, or may be. */
function isFor(site: CommandSite, file: SourceFile, folder: string, surroundings: Surroundings): boolean {
  if (isDockerfile(file)) return isNearest(surroundings.task, file, folder);
  const project = surroundings.projectOfCommand(site);
  return 'problem' in project || project.folder === folder;
}

/** Whether a folder is the nearest one above a file, or its own, with a lock or settings of Poetry's. */
function isNearest({ repo }: Pick<RepositoryView, 'repo'>, { path }: SourceFile, folder: string): boolean {
  const own = folderOf(path);
  const has = (above: string): boolean => ['poetry.lock', 'poetry.toml'].some((name) => repo.files.has(joinPath(above, name)));
  return [own, ...(own === '' ? [] : foldersAbove(own))].find(has) === folder;
}
