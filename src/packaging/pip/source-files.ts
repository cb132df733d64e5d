import { producerOf, type Producer } from './producer.ts';
import { readRequirementsFile, type RequirementsLine } from './requirements-file.ts';
import { stemOf } from './file-roles.ts';

/** A requirements file, read; its path is relative to the project. */
export interface RequirementsSource {
  readonly path: string;
  readonly lines: readonly RequirementsLine[];
  readonly producer: Producer | undefined;
}

/** The requirements files of a folder, told apart. */
export interface SortedFiles {
  /** What people write. */
  readonly sources: ReadonlyMap<string, RequirementsSource>;
  /** What came out of a source, by path: a lock. */
  readonly compiled: ReadonlyMap<string, RequirementsSource & { readonly from: readonly string[] }>;
  /** Files of which nobody can tell whether they are written or made. */
  readonly unclear: readonly { readonly path: string; readonly because: string }[];
}

/** Tells requirements that are written from those that were made of them. */
export function sortFiles(texts: ReadonlyMap<string, string>): SortedFiles {
  const sources = new Map<string, RequirementsSource>();
  const compiled = new Map<string, RequirementsSource & { readonly from: readonly string[] }>();
  const unclear: { path: string; because: string }[] = [];
  for (const [path, text] of texts) {
    const lines = readRequirementsFile(text);
    const file = { path, lines, producer: producerOf(lines) };
    const pair = /\.txt$/i.test(path) && texts.has(`${stemOf(path)}.in`) ? `${stemOf(path)}.in` : undefined;
    const from = [...new Set([...compiledFrom(file, texts), ...(pair === undefined ? [] : [pair])])];
    if (from.length === 0) sources.set(path, file);
    else if (file.producer?.isStated === true || file.producer?.tool === 'pip-compile' || isPinned(lines)) compiled.set(path, { ...file, from });
    else unclear.push({ path, because: `\`${from[0] ?? ''}\` stands beside it, but it is not made of it` });
  }
  return { sources, compiled, unclear };
}

/** The files that the command in the header of a compiled file names and that are there. */
function compiledFrom({ path, producer }: RequirementsSource, texts: ReadonlyMap<string, string>): readonly string[] {
  const folder = path.includes('/') ? path.replace(/[^/]*$/, '') : '';
  const words = producer?.command?.split(/\s+/) ?? [];
  const named = words.flatMap((word, index) => (/\.(?:in|txt)$/.test(word) && !word.startsWith('-') && !/^(?:-o|--output-file|-c|--constraint|--override)$/.test(words[index - 1] ?? '') ? [word.replace(/^\.\//, '')] : []));
  return named.flatMap((name) => [name, folder + name].find((one) => one !== path && texts.has(one)) ?? []);
}

/** Whether every requirement has one version. */
export function isPinned(lines: readonly RequirementsLine[]): boolean {
  return lines.every(({ entry }) => {
    if (entry.kind === 'requirement') return entry.requirement.url !== undefined || /^===?[^,*]+$/.test(entry.requirement.specifiers);
    return !['unknown', 'include', 'constraints'].includes(entry.kind);
  });
}
