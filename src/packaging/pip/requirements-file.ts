import { isProblem } from '../problem.ts';
import { parseRequirement, type Requirement } from '../requirement/index.ts';
import { logicalLines, type LogicalLine } from './logical-lines.ts';
import { splitOptions, type PipOption } from './options.ts';

/** What one line of a requirements file says. */
export type RequirementsEntry =
  | { readonly kind: 'blank' | 'comment' }
  /** A PEP 508 requirement, pinned by hashes or not. */
  | { readonly kind: 'requirement'; readonly requirement: Requirement; readonly hashes: readonly string[]; readonly options: readonly PipOption[] }
  /** A path or URL without a name: `./libs/prices`, `git+https://…#egg=prices`. `name` is what `#egg=` says. */
  | { readonly kind: 'direct'; readonly target: string; readonly isEditable: boolean; readonly name: string | undefined; readonly extras: readonly string[]; readonly marker: string | undefined; readonly hashes: readonly string[] }
  | { readonly kind: 'include' | 'constraints'; readonly path: string }
  /** An option for the whole file, by its long name: `--index-url`. */
  | { readonly kind: 'option'; readonly name: string; readonly value: string | undefined }
  | { readonly kind: 'unknown'; readonly problem: string };

/** A line with its place and comment. */
export type RequirementsLine = LogicalLine & {
  readonly entry: RequirementsEntry;
  /** Environment variables `${NAME}` that pip would fill in. */
  readonly variables: readonly string[];
};

/** A requirements file as pip reads it, line by line. Every character is in some line's span or is a line ending. */
export function readRequirementsFile(text: string): readonly RequirementsLine[] {
  return logicalLines(text).map((line) => ({ ...line, entry: entryOf(line), variables: [...line.content.matchAll(/\$\{([A-Z0-9_]+)\}/g)].map(([, name = '']) => name) }));
}

function entryOf({ content, comment }: LogicalLine): RequirementsEntry {
  if (content === '') return { kind: comment ? 'comment' : 'blank' };
  const found = splitOptions(content);
  if (isProblem(found)) return { kind: 'unknown', problem: found.problem };
  const { subject, options } = found;
  const [option] = options;
  if (subject !== '') return subjectEntry(subject, options);
  if (!option || options.length > 1) return { kind: 'unknown', problem: `“${content}” gives several options in one line.` };
  const { name, value } = option;
  if (name === '--requirement' || name === '--constraint') {
    return value ? { kind: name === '--constraint' ? 'constraints' : 'include', path: value } : { kind: 'unknown', problem: `“${content}” names no file.` };
  }
  if (name === '--editable') return value ? directEntry(value, true, []) : { kind: 'unknown', problem: `“${content}” names no project.` };
  return { kind: 'option', name, value };
}

function subjectEntry(subject: string, options: readonly PipOption[]): RequirementsEntry {
  const hashes = options.flatMap(({ name, value }) => (name === '--hash' && value ? [value] : []));
  const others = options.filter(({ name }) => name !== '--hash');
  if (isDirect(subject)) return directEntry(subject, false, hashes);
  const requirement = parseRequirement(subject);
  return isProblem(requirement) ? { kind: 'unknown', problem: requirement.problem } : { kind: 'requirement', requirement, hashes, options: others };
}

/** pip takes for a path what has a slash, starts with a dot or ends as an archive; `name @ url` has its name first. */
function isDirect(subject: string): boolean {
  const [word = ''] = subject.split(/\s*;\s|\s+;/);
  if (/^[A-Za-z0-9._-]+\s*(\[[^\]]*\])?\s*@/.test(word)) return false;
  return /^[a-z][a-z0-9+.-]*:/i.test(word) || /^(?:\.|\/|~\/|\\|[A-Za-z]:\\)/.test(word) || /^[^\s<>=!~;]*[/\\]/.test(word) || /^\S+\.(?:whl|zip|tar\.(?:gz|bz2|xz)|tgz)$/.test(word);
}

function directEntry(subject: string, isEditable: boolean, hashes: readonly string[]): RequirementsEntry {
  const [, whole = '', marker] = /^(\S+)(?:\s*;\s+|\s+;\s*)?(.*)$/s.exec(subject) ?? [];
  const isUrl = /^[a-z][a-z0-9+.-]+:/i.test(whole);
  const [, path = whole, inBrackets] = isUrl ? [] : (/^(.*?)\[([^\]]*)\]$/.exec(whole) ?? []);
  const [, egg, eggExtras] = /[#&]egg=([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?/.exec(whole) ?? [];
  const extras = (inBrackets ?? eggExtras ?? '').split(',').map((extra) => extra.trim()).filter((extra) => extra !== '');
  return { kind: 'direct', target: path, isEditable, name: egg, extras, marker: marker === '' ? undefined : marker, hashes };
}
