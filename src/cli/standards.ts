import { readStandard, standardIds, type Standard, type StandardReading } from '../engine/standard.ts';
import { didYouMean, type Problem } from '../engine/problem.ts';
import { readRuleFiles, readStandardFiles } from '../host/package-files.ts';
import { readOwnFile } from '../host/own-file.ts';
import { UsageError } from './exit.ts';

/** The standard of a repository that names none. */
export const DEFAULT_STANDARD = 'uv-layered';

/** A standard as somebody named it. */
export interface NamedStandard {
  /** An id, or the path of a file that ends in `.toml`. */
  readonly name: string;
  /** Where that file lies, seen from the current folder. */
  readonly file: string;
  readonly level: string | undefined;
  /** What a message about the name or the level begins with: `pystd.toml:3: `, or nothing for the command line. */
  readonly saidAt: { readonly name: string; readonly level: string };
}

/** A standard named on the command line, or the default. */
export function standardFlag({ standard, level }: { readonly standard?: string; readonly level?: string }): NamedStandard {
  const name = standard ?? DEFAULT_STANDARD;
  return { name, file: name, level, saidAt: { name: '', level: '' } };
}

const shipped = new Map<string, string>();

/** The TOML files of standards and rules that come with pystd, by name. They are read once in a process. */
function shippedFiles(): ReadonlyMap<string, string> {
  if (shipped.size === 0) for (const { path, text } of [...readStandardFiles(), ...readRuleFiles()]) shipped.set(path.replace(/^codemods\/standards\//, ''), text);
  return shipped;
}

const known = new Map<string, StandardReading>();

/** A standard that comes with pystd, read once in a process for each of its levels. */
function readShipped(id: string, level: string | undefined): StandardReading {
  const key = JSON.stringify([id, level ?? null]);
  const reading = known.get(key) ?? readStandard(id, shippedFiles(), level);
  known.set(key, reading);
  return reading;
}

/** The ids of the standards that come with pystd. */
export function shippedStandards(): string[] {
  return standardIds(shippedFiles());
}

/** A standard by its name alone. @throws UsageError as `loadNamedStandard`. */
export function loadStandard(name: string, level: string | undefined): Standard {
  return loadNamedStandard({ name, file: name, level, saidAt: { name: '', level: '' } });
}

/**
 * The standard a user or a repository names: by id, or a file of their own.
 * @throws UsageError with file, line and hint when there is none, or when it has mistakes.
 */
export function loadNamedStandard({ name, file, level, saidAt }: NamedStandard): Standard {
  const own = name.endsWith('.toml') ? readOwnFile(file) : undefined;
  if (own && 'refused' in own) throw new UsageError(`${saidAt.name}${own.refused.replaceAll(file, name)}`);
  const files = own ? new Map([...shippedFiles(), [own.name, own.text]]) : shippedFiles();
  const id = own ? own.name.replace(/\.toml$/, '') : name;
  if (!files.has(`${id}.toml`) || id.includes('/')) throw new UsageError(`${saidAt.name}There is no standard \`${name}\`. ${hintFor(name, standardIds(files))}`);
  const reading = own ? readStandard(id, files, level) : readShipped(id, level);
  if ('standard' in reading) return reading.standard;
  const [problem] = reading.problems;
  // Without the level the standard is well: then it is the level that does not exist.
  if (level !== undefined && 'standard' in readStandard(id, files, undefined)) throw new UsageError(`${saidAt.level}${sentence(problem)}`);
  throw new UsageError(problemText(reading.problems.map((each) => (each.file === own?.name ? { ...each, file: name } : each))));
}

function hintFor(name: string, ids: readonly string[]): string {
  return didYouMean(name, ids) ?? `There are ${ids.map((id) => `\`${id}\``).join(', ')}, and files of your own, which end in \`.toml\`.`;
}

/** Problems as lines: `file:line: what. Hint.` */
export function problemText(problems: readonly Problem[]): string {
  return problems.map((problem) => `${problem.file}:${problem.line}: ${sentence(problem)}`).join('\n');
}

function sentence({ message, hint }: Problem): string {
  return hint === undefined ? message : `${message} ${hint}`;
}
