import { type CommandSite } from '#pystd';
import type { Surroundings } from './surroundings.ts';

/**
 * Whether a command line tells other people how to add a package to projects of theirs: a package of this repository, or one that the same
 * text installs by other means as well, as texts with one way for each tool do. Such lines are right for those who use Poetry.
 */
export function isForUsers({ path, setting, words }: CommandSite, { projects, task }: Surroundings): boolean {
  const [, command, ...rest] = words.map(({ value, raw }) => value ?? raw);
  if (setting !== 'docs' || command !== 'add') return false;
  const names = rest.filter((word) => !word.startsWith('-')).map(nameOfRequirement);
  if (names.length === 0) return false;
  if (names.some((name) => projects.some((project) => nameOfRequirement(project.name) === name))) return true;
  const others = otherWays(task.repo.files.get(path)?.text ?? '');
  return names.every((name) => others.has(name));
}

/** What a text installs with other tools. */
function otherWays(text: string): ReadonlySet<string> {
  const lines = text.matchAll(/(?:\b(?:pip[\d.]*|pipx|conda|mamba|pixi|rye|pdm|pipenv|uv)\b[ \t]+(?:pip[ \t]+)?(?:install|add))((?:[ \t]+[^\s`]+)+)/g);
  return new Set([...lines].flatMap(([, words = '']) => words.trim().split(/[ \t]+/).filter((word) => !word.startsWith('-')).map(nameOfRequirement)));
}

/** The name at the start of a requirement: `bookshop[web]>=1`, `"bookshop@^2"`, `git+https://…/bookshop.git`. */
function nameOfRequirement(word: string): string {
  const bare = word.replace(/^["']+|["'.,;]+$/g, '').replace(/^(?:git\+)?https?:\/\/.*\/([^/]+?)(?:\.git)?(?:[@#].*)?$/, '$1');
  return bare.replace(/[[@=<>~!^;].*$/, '').toLowerCase().replace(/[-_.]+/g, '-');
}
