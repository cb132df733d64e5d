import { callsPoetry, commandSitesIn, readJustfile, readMakefile, type CommandSite, type SourceFile } from '#pystd';
import { beside } from '../projects/manifests.ts';
import type { Surroundings } from '../surroundings.ts';

/** What the recipes or the script that a command line starts do by Poetry. */
export interface Started {
  readonly installs: boolean;
  readonly runs: boolean;
}

const NOTHING: Started = { installs: false, runs: false };

/** What `make test`, `just test` or `./scripts/test.sh` does by Poetry, with the targets that it asks for before. */
export function startedBy(site: CommandSite, surroundings: Surroundings): Started {
  return startedFrom(site.words.map(({ value, raw }) => value ?? raw), site.folder, surroundings, []);
}

function startedFrom([program = '', ...rest]: readonly string[], folder: string | undefined, surroundings: Surroundings, seen: readonly string[]): Started {
  if (folder === undefined) return NOTHING;
  if (program === 'make' || program === 'just') return byRecipes(program, rest, folder, surroundings, seen);
  const operand = /^(?:bash|sh)$/.test(program) ? rest.find((word) => !word.startsWith('-')) : /^(?:\.{1,2}\/)?(?:[\w.-]+\/)*[\w.-]+\.sh$/.test(program) ? program : undefined;
  const file = operand === undefined ? undefined : fileAt(surroundings, folder, operand);
  if (!file || seen.includes(file.path)) return NOTHING;
  return together(sitesOf(file).map((site) => doneBy(wordsIn(site), folder, surroundings, [...seen, file.path])));
}

function byRecipes(program: 'make' | 'just', words: readonly string[], start: string, surroundings: Surroundings, seen: readonly string[]): Started {
  const at = words.findIndex((word) => /^(?:-C|--directory)$/.test(word));
  const folder = at < 0 ? start : beside(start, words[at + 1] ?? '');
  const names = program === 'make' ? ['GNUmakefile', 'makefile', 'Makefile'] : ['justfile', 'Justfile', '.justfile'];
  const file = folder === undefined ? undefined : names.map((name) => fileAt(surroundings, folder, name)).find((one) => one !== undefined);
  if (!file || folder === undefined || words.some((word) => /^(?:-f|--file|--makefile|--justfile)(?:=|$)/.test(word))) return NOTHING;
  const { rules, variables } = program === 'make' ? readMakefile(file.text) : readJustfile(file.text);
  const asked = words.filter((word, index) => !word.startsWith('-') && !word.includes('=') && (at < 0 || index !== at + 1));
  const [first] = rules.flatMap(({ targets }) => targets.map(({ text }) => text)).filter((name) => !name.startsWith('.'));
  const values = new Map(variables.map(({ name, value }) => [name, value.text]));
  const targetsOf = (wanted: readonly string[], known: ReadonlySet<string>): ReadonlySet<string> => {
    const added = wanted.filter((name) => !known.has(name));
    const before = rules.filter(({ targets }) => targets.some(({ text }) => added.includes(text))).flatMap(({ prerequisites }) => prerequisites.map(({ text }) => text));
    return added.length === 0 ? known : targetsOf(before, new Set([...known, ...added]));
  };
  const targets = targetsOf(asked.length > 0 ? asked : first === undefined ? [] : [first], new Set());
  const key = `${file.path} ${[...targets].join(' ')}`;
  if (seen.includes(key)) return NOTHING;
  const spans = rules.filter((rule) => rule.targets.some(({ text }) => targets.has(text))).flatMap(({ recipe }) => recipe.map(({ span }) => span));
  const sites = sitesOf(file).filter(({ span }) => spans.some(({ start: from, end }) => from <= span.start && span.end <= end));
  return together(sites.map((site) => doneBy(wordsIn(site, values), folder, surroundings, [...seen, key])));
}

/** The words of a command, where variables that hold programs are written out. */
function wordsIn({ words }: CommandSite, values: ReadonlyMap<string, string> = new Map()): readonly string[] {
  return words.flatMap(({ value, raw }) => {
    const name = /^(?:\$[({](\w+)[)}]|\{\{\s*(\w+)\s*\}\})$/.exec(raw)?.slice(1).find((one) => one !== undefined);
    if (name === 'MAKE') return ['make'];
    const held = name === undefined ? undefined : values.get(name);
    return held === undefined ? [value ?? raw] : held.replace(/^["']|["']$/g, '').split(/\s+/);
  });
}

function doneBy(words: readonly string[], folder: string, surroundings: Surroundings, seen: readonly string[]): Started {
  const [program, command] = words;
  if (program === undefined) return NOTHING;
  if (!callsPoetry([{ value: program, raw: program }])) return startedFrom(words, folder, surroundings, seen);
  return { installs: /^(?:install|sync|update|add)$/.test(command ?? ''), runs: command === 'run' && !/^pip3?$/.test(words[2] ?? '') };
}

/** The commands of a file that run where it is started, and not in a container. */
function sitesOf(file: SourceFile): readonly CommandSite[] {
  return commandSitesIn(file).filter(({ prefix }) => !prefix.some(({ value, raw }) => /docker|podman|compose|^ssh$/.test(value ?? raw)));
}

function together(all: readonly Started[]): Started {
  return { installs: all.some(({ installs }) => installs), runs: all.some(({ runs }) => runs) };
}

function fileAt({ task }: Surroundings, folder: string, name: string): SourceFile | undefined {
  const path = beside(folder, name);
  return path === undefined ? undefined : [...task.repo.files.values()].find((file) => file.path === path);
}
