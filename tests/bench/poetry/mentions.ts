import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A line on which a file runs Poetry. */
export interface Mention {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

const SUB_COMMANDS = 'install|run|build|publish|add|remove|update|lock|export|check|config|env|shell|show|version|self|init|new|search|source|cache|about|debug|sync|plugin|requirements';
const GAP = String.raw`["']?(?:,\s*["']|\s+)`;
const OPTION = String.raw`-(?:C|P|-directory|-project)${GAP}\S+${GAP}|-\S+${GAP}`;
/** `poetry install`, `$HOME/.poetry/bin/poetry -C app run …`, `"poetry", "run"`: the program as a word of its own, options, and a command of it. */
const COMMAND = new RegExp(String.raw`(?<![\w./-])(?:[\w$~{}./-]*/)?poetry${GAP}(?:${OPTION})*(?:${SUB_COMMANDS})(?![\w-])`);

const LARGEST = 600_000;
const DOCUMENT = /\.(md|mdx|rst|txt|adoc|ipynb|html|po)$|^(license|changelog|changes|history|news|authors)/i;
const SOURCE = /\.(py|lock|json|svg|ts|tsx|js|css|csv|toml)$/i;
const RUN_SOURCE = /^(noxfile\.py|package\.json|devcontainer\.json)$/i;

/** The lines of files outside pyproject.toml on which Poetry is run. Documents and sources that only speak of it are left out. */
export function mentionsIn(root: string, files: readonly string[]): Mention[] {
  return files.filter(isRun).flatMap((path) => {
    if (statSync(join(root, path)).size > LARGEST) return [];
    const text = readFileSync(join(root, path), 'utf8');
    if (!text.includes('poetry') || text.includes('\0')) return [];
    return text.split('\n').flatMap((line, index) => (!/^\s*(#|\/\/|rem )/i.test(line) && COMMAND.test(line) ? [{ path, line: index + 1, text: line.trim() }] : []));
  });
}

function isRun(path: string): boolean {
  const name = basename(path);
  return !DOCUMENT.test(name) && (!SOURCE.test(name) || RUN_SOURCE.test(name)) && !path.includes('{{');
}
