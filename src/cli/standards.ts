import { readStandard, standardIds, type Standard } from '../engine/standard.ts';
import type { Problem } from '../engine/problem.ts';
import { readRuleFiles, readStandardFiles } from '../host/package-files.ts';
import { readOwnFile } from '../host/own-file.ts';
import { UsageError } from './exit.ts';

/** The standard of a repository that names none. */
export const DEFAULT_STANDARD = 'uv-layered';

/** The TOML files of standards and rules that come with pystd, by name. */
export function shippedFiles(): Map<string, string> {
  return new Map([...readStandardFiles(), ...readRuleFiles()].map(({ path, text }) => [path.replace(/^codemods\/standards\//, ''), text]));
}

/** The ids of the standards that come with pystd. */
export function shippedStandards(): string[] {
  return standardIds(shippedFiles());
}

/**
 * The standard a user or a repository names: by id, or a file of their own.
 * @throws UsageError with file, line and hint when there is none, or when it has mistakes.
 */
export function loadStandard(named: string, level: string | undefined): Standard {
  const files = shippedFiles();
  let id = named;
  if (named.endsWith('.toml')) {
    const own = readOwnFile(named);
    if (!own) throw new UsageError(`There is no standard file ${named}.`);
    id = own.name.replace(/\.toml$/, '');
    files.set(own.name, own.text);
  }
  const reading = readStandard(id, files, level);
  if ('standard' in reading) return reading.standard;
  throw new UsageError(problemText(reading.problems));
}

/** Problems as lines: `file:line: what. Hint.` */
export function problemText(problems: readonly Problem[]): string {
  return problems.map(({ file, line, message, hint }) => `${file}:${line}: ${message}${hint === undefined ? '' : ` ${hint}`}`).join('\n');
}
