import { commandSitesIn, nameOf, type CommandSite, type CommandTranslator, type FileRewrite, type Span } from '#pystd';
import { carriedVariables, translatorFor } from '../commands/commands.ts';
import { programVariablesIn, settingsIn, usesOfVariable, variableIn, type ProgramVariable } from '../commands/program-variables.ts';
import { namesPoetry, type FileKind, type Surroundings } from '../surroundings.ts';

/** Variables of Makefiles, justfiles, Taskfiles and scripts that hold the program or a command line: their values, and their names. */
export const commandVariables: FileKind = {
  concerns: (file) => namesPoetry(file.text) && settingsIn(file).length > 0,
  rewrite(rewrite, surroundings) {
    const carried = carriedVariables(rewrite.file, surroundings, programVariablesIn(rewrite.file));
    for (const variable of carried) setProgram(rewrite, surroundings, variable);
    const settings = settingsIn(rewrite.file).filter(({ name }) => carried.every((one) => one.name !== name));
    for (const name of new Set(settings.map((one) => one.name))) {
      const own = settings.filter((one) => one.name === name);
      const [first] = own;
      if (!first || !/poetry/i.test(name) || !own.every(({ value }) => value.start === value.end || rewrite.isRewritten(value)) || own.every(({ value }) => value.start === value.end)) continue;
      const renamed = renamedTo(rewrite, surroundings, name, own.map(({ nameSpan }) => nameSpan));
      if (renamed) rewrite.change(first.nameSpan, `The variable \`${name}\` is called \`${renamed.name}\` now.`, renamed.spans.map((span) => ({ span, text: renamed.name })));
    }
  },
};

function setProgram(rewrite: FileRewrite, surroundings: Surroundings, { name, names, programs }: ProgramVariable): void {
  const [first] = names;
  const project = surroundings.projectOf(rewrite.file.path);
  if (!first || ('state' in project && project.state === 'kept') || rewrite.isSpokenOf(first) || programs.some((span) => rewrite.isRewritten(span))) return;
  const renamed = renamedTo(rewrite, surroundings, name, names);
  const edits = [...programs.map((span) => ({ span, text: 'uv' })), ...(renamed?.spans ?? []).map((span) => ({ span, text: renamed?.name ?? name }))];
  rewrite.change(first, renamed ? `The variable \`${name}\` holds uv and is called \`${renamed.name}\` now.` : `The variable \`${name}\` holds uv now.`, edits.sort((a, b) => a.span.start - b.span.start));
}

/** Another name for a variable that is called after Poetry, with every place it stands at; `undefined` when somebody else may know it by its name. */
function renamedTo({ file, isRewritten }: FileRewrite, surroundings: Surroundings, name: string, names: readonly Span[]): { readonly name: string; readonly spans: readonly Span[] } | undefined {
  const uv = name.replace('POETRY', 'UV').replace('poetry', 'uv').replace('Poetry', 'Uv');
  if (uv === name || new RegExp(`(?<![\\w-])${uv}(?![\\w-])`).test(uv === 'uv' ? '' : file.text)) return undefined;
  const uses = usesOfVariable(file, name).filter((use) => names.every((one) => use.end <= one.start || one.end <= use.start));
  // A command that goes, or names uv itself, takes its use along.
  const translate = uses.some(isRewritten) ? translatorFor(file, surroundings) : () => undefined;
  const gone = uses.filter((use) => isRewritten(use) && commandSitesIn(file).some((site) => site.span.start <= use.start && use.end <= site.span.end && isWithout(name, site, translate(site))));
  if (uses.some((use) => isRewritten(use) && !gone.includes(use)) || names.some(isRewritten)) return undefined;
  // A name in capitals that stands elsewhere in the file may be a use that is not understood.
  const all = /[a-z]/.test(name) ? [] : [...file.text.matchAll(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'g'))].filter(({ index }) => !isInComment(file.text, index));
  const known = new Set([...uses, ...names].map(({ start }) => start));
  if (all.some(({ index }) => !known.has(index))) return undefined;
  return isKnownElsewhere(surroundings.task.repo.files.values(), file.path, name) ? undefined : { name: uv, spans: [...uses.filter((use) => !gone.includes(use)), ...names] };
}

/** Whether nothing of a variable is left in what a command becomes. */
function isWithout(name: string, { words }: CommandSite, translation: ReturnType<CommandTranslator>): boolean {
  if (translation === undefined || translation === 'leave' || translation.kind === 'unknown') return false;
  return translation.kind === 'removed' || translation.commands.every((command) => command.every((arg) => typeof arg === 'string' || variableIn(typeof arg === 'number' ? (words[arg]?.raw ?? '') : arg.text) !== name));
}

function isInComment(text: string, at: number): boolean {
  return /^\s*#/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at));
}

/** Whether another script, Makefile or pipeline sets or uses the name. */
function isKnownElsewhere(files: Iterable<FileRewrite['file']>, path: string, name: string): boolean {
  const use = new RegExp(`(?<![\\w.-])${name}=(?!=)|[$]\\(${name}\\)|[$]\\{${name}[}:]|[$]${name}(?!\\w)|\\{\\{\\s*\\.?${name}\\s*\\}\\}|^\\s*${name}:`, 'm');
  for (const other of files) {
    if (other.path === path || !/makefile|\.mk$|justfile|\.just$|taskfile|\.sh$|\.ya?ml$|dockerfile|\.env/i.test(nameOf(other.path))) continue;
    if (other.text.includes(name) && use.test(other.text) && !setsItself(other, name)) return true;
  }
  return false;
}

/** Whether a file has a variable of its own of that name. */
function setsItself(file: FileRewrite['file'], name: string): boolean {
  return settingsIn(file).some((one) => one.name === name);
}
