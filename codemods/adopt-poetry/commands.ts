import { callsUv, rewriteCommands, uvToPoetry, type Arg, type CommandSite, type Translation } from '#pystd';
import { speaksOfUv } from './projects.ts';
import { POETRY_VERSION, type FileKind, type Surroundings } from './surroundings.ts';
import { whyUvIsThere } from './uv-providers.ts';

/** Command lines of uv, wherever they stand. */
export const commandLines: FileKind = {
  concerns: ({ text }) => speaksOfUv(text),
  rewrite: (rewrite, surroundings) => rewriteCommands(rewrite, (site) => outsideOfImages(site, surroundings)),
};

/** Commands that run where Poetry will not be stay as they are. */
export function outsideOfImages(site: CommandSite, surroundings: Surroundings): Translation | 'leave' | undefined {
  const translation = translationOf(site, surroundings);
  const because = translation === undefined || translation === 'leave' ? undefined : whyUvIsThere(site, surroundings);
  return because === undefined ? translation : { kind: 'unknown', because };
}

/** What a command line of uv is with Poetry; `leave` where it is right as it is. */
export function translationOf(site: CommandSite, { projectOfCommand, task }: Surroundings): Translation | 'leave' | undefined {
  if (!callsUv(site.words)) return installerOf(site);
  const project = projectOfCommand(site);
  if ('problem' in project) return { kind: 'unknown', because: project.problem };
  if (project.state === 'kept' || installsForUsers(site, project.name)) return 'leave';
  if (installsList(site)) return { kind: 'unknown', because: 'It installs a list of requirements, and Poetry installs what its lock says.' };
  return quietly(installed(uvToPoetry(site.words, project, site.setting), site), task);
}

/**
 * In images and workflows the environment is new, so that there is nothing to take away. Where it is the system's own, `poetry sync` might take
 * away what Poetry itself needs.
 */
function installed(translation: Translation, { setting }: CommandSite): Translation {
  if (translation.kind !== 'commands' || (setting !== 'image' && setting !== 'ci')) return translation;
  return { ...translation, commands: translation.commands.map((command) => command.map((arg, index) => (index === 1 && arg === 'sync' ? 'install' : arg))) };
}

const INSTALLS_NOTHING = 'Poetry installs nothing before it runs a program.';

/** What is true of every `poetry run` is said once. */
function quietly(translation: Translation, task: Surroundings['task']): Translation {
  if (translation.kind !== 'commands' || !translation.remarks.includes(INSTALLS_NOTHING)) return translation;
  task.note('`uv run` installed what was missing first, and `poetry run` does not: after a change of the dependencies run `poetry sync`.');
  return { ...translation, remarks: translation.remarks.filter((remark) => remark !== INSTALLS_NOTHING) };
}

/** `uv pip install -r requirements.txt`. */
function installsList({ words }: CommandSite): boolean {
  return words.some(({ value }, index) => index < 4 && value === 'pip') && words.some(({ raw }) => /^(?:-r|--requirements?(?:=|$))/.test(raw));
}

/** Whether a text tells other people how to add this very package to projects of theirs. */
function installsForUsers({ setting, words }: CommandSite, name: string): boolean {
  const plain = (text: string): string => text.replace(/^["']|["']$/g, '').replace(/[[@=<>~!^;].*$/, '').toLowerCase().replace(/[-_.]+/g, '-');
  return setting === 'docs' && words.some(({ value }) => value === 'add' || value === 'install') && words.some(({ raw }) => plain(raw) === plain(name));
}

/** `pip install uv` and the like: Poetry is what has to be there now. */
function installerOf({ words }: CommandSite): Translation | undefined {
  const said = words.map(({ value }) => value ?? '');
  const start = /^(?:pip[\d.]*|pipx)$/.test(said[0] ?? '') ? 1 : /^python[\d.]*$/.test(said[0] ?? '') && said[1] === '-m' && /^pipx?$/.test(said[2] ?? '') ? 3 : -1;
  const index = said.findIndex((word) => /^uv([=<>~!].*)?$/.test(word));
  if (start < 0 || said[start] !== 'install' || index <= start) return undefined;
  return { kind: 'commands', commands: [words.map((_, position): Arg => (position === index ? `poetry==${POETRY_VERSION}` : position))], remarks: [] };
}
