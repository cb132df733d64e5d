import { callsPoetry, commandSitesIn, poetryToUv, rewriteCommands, type Arg, type CommandSite, type CommandTranslator, type SourceFile, type Translation } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { whyInKeptImage } from '../images/kept-images.ts';
import { programVariablesIn, variableIn, variablesOfUv, type ProgramVariable } from './program-variables.ts';
import { namesPoetry, POETRY, type FileKind, type Surroundings } from '../surroundings.ts';
import { uploadSettingsAmong } from '../workflows/uploads.ts';
import { inActive, inShellBefore } from './active.ts';
import { afterOthers, companionsOf } from './recipes.ts';
import { inTexts } from './text-commands.ts';
import { purposeOf } from './texts.ts';

/** Command lines of Poetry, wherever they stand. */
export const commandLines: FileKind = {
  concerns: ({ text }) => namesPoetry(text),
  rewrite: (rewrite, surroundings) => rewriteCommands(rewrite, translatorFor(rewrite.file, surroundings), POETRY),
};

/** Says what each command line of a file becomes, by itself. */
export function translatorFor(file: SourceFile, surroundings: Surroundings): CommandTranslator {
  const variables = programVariablesIn(file);
  const carried = new Set(carriedVariables(file, surroundings, variables).map(({ name }) => name));
  return (site) => {
    // What a variable is set to follows from what becomes of its uses.
    if (variables.some(({ values }) => values.some((value) => value.start <= site.span.start && site.span.end <= value.end))) return undefined;
    return translationOf(site, surroundings, variables, carried);
  };
}

/**
 * The variables that may hold uv from now on: every command line they begin is known in uv's words. Where one is not, the others name uv
 * themselves, and the variable stays.
 */
export function carriedVariables(file: SourceFile, surroundings: Surroundings, variables: readonly ProgramVariable[]): readonly ProgramVariable[] {
  if (variables.length === 0) return [];
  const names = new Set(variables.map(({ name }) => name));
  const left = new Set<string>();
  for (const site of commandSitesIn(file)) {
    const used = site.words.map(({ raw }) => variableIn(raw)).filter((name) => name !== undefined && names.has(name));
    if (used.length === 0) continue;
    const translation = translationOf(site, surroundings, variables, names);
    const isKnown = translation === undefined ? !callsProgram(site, variables) : translation !== 'leave' && translation.kind !== 'unknown';
    if (!isKnown) used.forEach((name) => left.add(name ?? ''));
  }
  return variables.filter(({ name }) => !left.has(name));
}

function callsProgram(site: CommandSite, variables: readonly ProgramVariable[]): boolean {
  return callsPoetry(wordsOf(site, variables));
}

/** Words in which a variable that holds the program is the program. */
function wordsOf({ words }: CommandSite, variables: readonly ProgramVariable[]): CommandSite['words'] {
  return words.map((word) => (variables.some(({ name }) => name === variableIn(word.raw)) ? { ...word, value: 'poetry', raw: 'poetry' } : word));
}

function translationOf(site: CommandSite, surroundings: Surroundings, variables: readonly ProgramVariable[], carried: ReadonlySet<string>): Translation | 'leave' | undefined {
  const alone = (one: CommandSite): Translation | 'leave' | undefined => translationAlone(one, surroundings, variables, carried);
  const found = alone(site);
  const file = surroundings.task.repo.files.get(site.path);
  if (found === undefined || found === 'leave' || !file) return found;
  return afterOthers(site, file, uploadSettingsAmong(site, companionsOf(site, file), found) ?? found, alone);
}

/** What a command becomes, whatever runs before it. */
function translationAlone(site: CommandSite, surroundings: Surroundings, variables: readonly ProgramVariable[], carried: ReadonlySet<string>): Translation | 'leave' | undefined {
  const words = wordsOf(site, variables);
  const file = surroundings.task.repo.files.get(site.path);
  if (file && site.words.some(({ raw }) => variablesOfUv(file).has(variableIn(raw) ?? ''))) return undefined;
  const lookup = lookupOf(site.prefix, words);
  if (!lookup && !callsPoetry(words)) return undefined;
  const project = surroundings.projectOfCommand(site);
  if ('problem' in project) return { kind: 'unknown', because: project.problem };
  const inImage = project.state === 'kept' ? undefined : whyInKeptImage(site, surroundings);
  if (inImage !== undefined) return { kind: 'unknown', because: inImage };
  const purpose = purposeOf(site, surroundings);
  if (purpose === 'left') return undefined;
  if (project.state === 'kept' || purpose === 'users') return 'leave';
  const translation = lookup ?? inTexts(site, surroundings, byUvIn(file, words, project, site), (other) => byUv(other.words, project, other));
  if (translation.kind !== 'commands') return translation;
  // Of several commands each names uv itself: a variable that is written anew could not be renamed with the others.
  const { commands } = translation;
  return { ...translation, commands: commands.map((command) => command.map((arg) => programOf(site, arg, commands.length > 1 ? NONE : carried))) };
}

function byUvIn(file: SourceFile | undefined, words: CommandSite['words'], project: MigratedProject, site: CommandSite): Translation {
  const found = byUv(words, project, site);
  return file ? inActive(site, inShellBefore(site, file), found) : found;
}

function byUv(words: CommandSite['words'], project: MigratedProject, { isCaptured, setting }: CommandSite): Translation {
  // A script that looks at the version asks for one of Poetry's.
  if (isCaptured && words.some(({ raw }, index) => index > 0 && /^(?:--version|-V)$/.test(raw)) && !words.some(({ raw }) => raw === 'run')) return { kind: 'unknown', because: 'What it prints is used, and uv has versions of its own.' };
  const [program, ...more] = words;
  // The program alone prints its help.
  if (program && more.length === 0 && callsPoetry([program])) return { kind: 'commands', commands: [['uv']], remarks: [] };
  // `RUN = poetry run`: what is run stands where the variable is used.
  const isBeginning = words.at(-1)?.value === 'run' && more.length > 0;
  const translation = poetryToUv(isBeginning ? [...words, { value: 'x', raw: 'x' }] : words, project, setting);
  if (!isBeginning || translation.kind !== 'commands') return translation;
  return { ...translation, commands: translation.commands.map((command) => command.filter((arg) => arg !== words.length)) };
}

const NONE: ReadonlySet<string> = new Set();

/** `uv` stays the variable that holds it; a variable that keeps holding Poetry does not. */
function programOf({ words }: CommandSite, arg: Arg, carried: ReadonlySet<string>): Arg {
  if (typeof arg === 'number') {
    const name = variableIn(words[arg]?.raw ?? '');
    return name !== undefined && !carried.has(name) && /^poetry(?:_?(?:bin|cmd|exe|path))?$/i.test(name) ? 'uv' : arg;
  }
  const at = arg === 'uv' ? words.findIndex(({ raw }) => carried.has(variableIn(raw) ?? '')) : -1;
  return at < 0 ? arg : at;
}

/** `command -v poetry`, `which poetry`: whether the program is there. */
function lookupOf(prefix: CommandSite['prefix'], words: CommandSite['words']): Translation | undefined {
  const said = [...prefix, ...words].map(({ value, raw }) => value ?? raw.replaceAll('"', ''));
  const isLookup = /^(?:command -[vV]|which(?: -\w+)?|type(?: -\w+)?|hash(?: -\w+)?|where) (?:[$~/][^\s`]*\/)?poetry$/.test(said.join(' '));
  return isLookup ? { kind: 'commands', commands: [[...words.slice(0, -1).map((_, index) => index), 'uv']], remarks: [] } : undefined;
}
