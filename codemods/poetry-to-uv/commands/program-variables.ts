import { nameOf, readJustfile, readMakefile, type SourceFile, type Span } from '#pystd';

/** A variable that holds the program and nothing else: `POETRY := $(shell command -v poetry)`, `POETRY="poetry"`. */
export interface ProgramVariable {
  readonly name: string;
  /** Where its name stands where it is set. */
  readonly names: readonly Span[];
  /** What is to become `uv` in its values: the name of the program, with the folder before it. */
  readonly programs: readonly Span[];
  /** The values, whole. */
  readonly values: readonly Span[];
}

/** A name that is given a value. */
export interface VariableSetting {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Span;
}

/** A value that is the program: by its name or its path in a `bin`, with a default, or looked up. `[1]` is the program; `/opt/poetry` is a folder. */
const PROGRAM = /^(?:["'`]?|"?\$\{\w+:[-=]|\$\((?:shell\s+)?|`)(?:(?:command\s+-v|which|type\s+-[pP]|hash)\s+)?((?:(?:[\w.~/-]|\$[({]\w+[)}]|\$\w+)*?bin\/)?poetry)(?:\s*2>\s*\/dev\/null|\s*2>&1|\s*&?>\s*\/dev\/null|\s*\|\|\s*(?:true|:|echo(?:\s+(?:""|''|poetry))?))*\s*(?:["'`]|\}"?|\)|`)?$/;

/** The variables of a Makefile, justfile, Taskfile or shell script that hold the program. */
export function programVariablesIn(file: SourceFile): readonly ProgramVariable[] {
  const found = new Map<string, ProgramVariable>();
  const other = new Set<string>();
  for (const { name, nameSpan, value } of settingsIn(file)) {
    const text = file.text.slice(value.start, value.end);
    const program = PROGRAM.exec(text)?.[1];
    if (program === undefined) {
      // `POETRY :=` before a condition sets nothing yet.
      if (text !== '' && text !== '""') other.add(name);
      continue;
    }
    const start = value.start + text.indexOf(program);
    const known = found.get(name) ?? { name, names: [], programs: [], values: [] };
    found.set(name, { name, names: [...known.names, nameSpan], programs: [...known.programs, { start, end: start + program.length }], values: [...known.values, value] });
  }
  return [...found.values()].filter(({ name }) => !other.has(name));
}

/** The variables that hold uv, whatever they are called: `POETRY := uv` where others know the name. */
export function variablesOfUv(file: SourceFile): ReadonlySet<string> {
  const settings = settingsIn(file);
  const isUv = ({ value }: VariableSetting): boolean => /^(?:["']?|\$\((?:shell\s+)?(?:command\s+-v|which)\s+)uv(?:["']?|\s.*\))$/.test(file.text.slice(value.start, value.end));
  return new Set(settings.filter(isUv).map(({ name }) => name).filter((name) => settings.every((one) => one.name !== name || isUv(one))));
}

/** Every variable that a Makefile, justfile, Taskfile or shell script sets. */
export function settingsIn({ path, text }: SourceFile): readonly VariableSetting[] {
  const name = nameOf(path);
  if (/^(?:GNU)?makefile|\.mk$/i.test(name)) return readMakefile(text).variables.map(({ name: one, nameSpan, value }) => ({ name: one, nameSpan, value: value.span }));
  if (/^\.?justfile$|\.just$/i.test(name)) return readJustfile(text).variables.map(({ name: one, nameSpan, value }) => ({ name: one, nameSpan, value: value.span }));
  if (/^taskfile.*\.ya?ml$/i.test(name)) return linesLike(text, /^([ \t]+)([A-Za-z_]\w*)(:[ \t]*)((?:"[^"\n]*"|'[^'\n]*'|[^\s#][^\n#]*?))[ \t]*(?:#.*)?$/gm);
  return /\.(?:sh|bash|zsh)$|^\.envrc$/.test(name) || /^#!.*\b(?:ba|z|da)?sh\b/.test(text) ? linesLike(text, /^([ \t]*(?:(?:export|local|readonly)[ \t]+)?)([A-Za-z_]\w*)(=)([^\n#;]*?)[ \t]*(?:#.*)?$/gm) : [];
}

function linesLike(text: string, pattern: RegExp): readonly VariableSetting[] {
  return [...text.matchAll(pattern)].map((line) => {
    const [, before = '', name = '', sign = '', value = ''] = line;
    const start = line.index + before.length;
    const valueAt = start + name.length + sign.length;
    return { name, nameSpan: { start, end: start + name.length }, value: { start: valueAt, end: valueAt + value.length } };
  });
}

/** The name in a word that is one use of a variable: `$(POETRY)`, `"${POETRY}"`, `{{ poetry }}`, `{{.POETRY}}`. */
export function variableIn(raw: string): string | undefined {
  const [, brackets, braces, plain, template] = /^"?(?:\$\((\w+)\)|\$\$?\{(\w+)\}|\$\$?(\w+)|\{\{\s*\.?([\w-]+)\s*\}\})"?$/.exec(raw) ?? [];
  return brackets ?? braces ?? plain ?? template;
}

/** Where a variable is used or asked for, its setting left out. The spans are those of the name. */
export function usesOfVariable({ text }: SourceFile, name: string): readonly Span[] {
  const before = [String.raw`\$\$?[({]`, String.raw`\$\$?`, String.raw`\{\{\s*\.?`, String.raw`^[ \t]*(?:ifn?def|export|unexport)[ \t]+`, String.raw`\$\(origin `, String.raw`\{\{[^{}"'\n]*[^\w{}"'.\n-]`].join('|');
  return [...text.matchAll(new RegExp(`(?:${before})(${name})(?![\\w-])`, 'gm'))].map((found) => {
    const end = found.index + found[0].length;
    return { start: end - name.length, end };
  });
}
