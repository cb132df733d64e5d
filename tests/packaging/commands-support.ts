import type { Arg, ProjectFacts, Translation, Word } from '../../src/packaging/commands/index.ts';

/** A bookshop's service after its migration: three groups, of which one is optional. */
export const BOOKSHOP: ProjectFacts = {
  groups: ['dev', 'test', 'docs'],
  defaultGroups: ['dev', 'test'],
  extras: ['pg', 'redis'],
  isPackage: true,
  scripts: new Map([['serve', 'bookshop.main:serve'], ['stock', 'bookshop.cli:app.main']]),
  poetryMajor: 2,
  indexes: new Map(),
};

/** Words as a shell would give them: separated by spaces, quotes taken away, and no value where `$` or `{{` stands outside single quotes. */
export function wordsOf(line: string): Word[] {
  return (line.match(/(?:\$\{\{.*?\}\}|\$\(.*?\)|"[^"]*"|'[^']*'|[^\s"'$]+|\$)+/g) ?? []).map((raw) => ({
    raw,
    value: /\$/.test(raw.replace(/'[^']*'/g, '')) ? undefined : raw.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  }));
}

/** A translation as text: commands with their arguments as a person reads them, or what happened instead. */
export function shown(translation: Translation, words: readonly Word[]): string {
  if (translation.kind === 'unknown') return `unknown: ${translation.because}`;
  if (translation.kind === 'removed') return 'removed';
  return translation.commands.map((command) => command.map((arg) => wordOf(arg, words)).join(' ')).join(' && ');
}

function wordOf(arg: Arg, words: readonly Word[]): string {
  if (typeof arg === 'number') return words[arg]?.raw ?? `?${arg}`;
  if (typeof arg === 'object') return arg.text;
  return /^[\w@%+=:,./~[\]-]+$/.test(arg) ? arg : arg.includes("'") ? `"${arg}"` : `'${arg}'`;
}
