import { lineAt } from '../../text/lines.ts';
import { embedded, nested, type Embedded, type EmbeddedPiece } from '../../text/embedded.ts';
import { readMarkdownCode, readRst, type CodeBlock } from '../../formats/markdown/index.ts';
import { readShell } from '../../formats/shell/index.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { scriptSites } from './script-sites.ts';
import type { CommandSite } from './site.ts';

const SHELL_LANGUAGES: ReadonlySet<string> = new Set(['', 'bash', 'sh', 'shell', 'zsh', 'console', 'shell-session', 'shellsession', 'shell-script', 'sh-session', 'bash-session', 'terminal', 'term', 'text', 'txt', 'plaintext', 'none', 'commandline', 'cmd-line', 'ksh', 'no-highlight']);

/** `$ `, `% `, `(venv) $ `, `user@host:~$ ` and what a shell asks with for more. */
const PROMPT = /^[ \t]*(?:\([\w. -]+\)[ \t]*)?(?:[\w.-]+@[\w.-]+[^$%#\n]*)?[$%❯➜][ \t]+/;
const MORE = /^[ \t]*>[ \t]/;

/** Code of a text for people: blocks of shell, without prompts and what is printed, and inline code that is one command. `about`: see `commandSitesIn`. */
export function proseSites(source: SourceFile, markup: 'markdown' | 'rst', about: RegExp | undefined): CommandSite[] {
  const prose = markup === 'markdown' ? readMarkdownCode(source.text, about) : readRst(source.text);
  const host = { path: source.path, setting: 'docs' as const };
  const isWanted = ({ code }: { readonly code: Embedded }): boolean => about === undefined || about.test(code.text);
  const blocks = prose.blocks.filter((block) => isShell(block) && isWanted(block)).flatMap(({ code, language }) => {
    const sites = scriptsOf(code).flatMap((script) => scriptSites({ ...host, script }));
    // What nobody calls code may be an indented paragraph, whose backticks are no shell's.
    return language === '' ? sites.filter(({ span }) => !lineAt(source.text, span.start).includes('`')) : sites;
  });
  const inline = prose.inline.filter(isWanted).flatMap(({ code }) => {
    const sites = scriptSites({ ...host, script: code });
    const [only] = sites;
    return sites.length === 1 && only && only.words.length > 1 ? [only] : [];
  });
  return [...blocks, ...inline].sort((a, b) => a.span.start - b.span.start);
}

function isShell({ language }: CodeBlock): boolean {
  return SHELL_LANGUAGES.has(language);
}

/** The scripts of a block: all of it, or, where that is not understood as one (output, placeholders), its lines by themselves. */
function scriptsOf(code: Embedded): Embedded[] {
  const lines = code.text.split('\n').filter((line) => line.trim() !== '');
  const isTyped = lines.some((line) => PROMPT.test(line)) || (lines.length > 0 && lines.every((line) => MORE.test(line)));
  const script = isTyped ? nested(code, typed(code.text)) : code;
  if (readShell(script.text).trouble === undefined) return [script];
  const parts = [...script.text.matchAll(/(?:[^\n]*\\\n)*[^\n]+/g)];
  return parts.map((part) => nested(script, slice(script.text, part.index, part.index + part[0].length)));
}

/** What somebody typed behind prompts. A span that would take in what was printed between two lines has no place. */
function typed(text: string): Embedded {
  const pieces: EmbeddedPiece[] = [];
  const hasPrompts = new RegExp(PROMPT, 'm').test(text);
  // Without another prompt in sight, `>` is one.
  let goesOn = !hasPrompts;
  for (const line of text.matchAll(/[^\n]*\n?/g)) {
    const prompt: string | undefined = PROMPT.exec(line[0])?.[0] ?? (goesOn ? (MORE.exec(line[0])?.[0] ?? '') : undefined);
    if (prompt !== undefined) pieces.push(...verbatimPieces(line[0].slice(prompt.length), line.index + prompt.length));
    goesOn = !hasPrompts || (prompt !== undefined && /\\\n$/.test(line[0]));
  }
  const lines = embedded(pieces, (added) => (added.includes('\n') ? undefined : added));
  const count = (part: string): number => part.split('\n').length;
  return {
    ...lines,
    spanOf(span) {
      const there = lines.spanOf(span);
      return there && count(text.slice(there.start, there.end)) === count(lines.text.slice(span.start, span.end)) ? there : undefined;
    },
  };
}

function slice(text: string, start: number, end: number): Embedded {
  return embedded(verbatimPieces(text.slice(start, end), start), (added) => added);
}

function verbatimPieces(text: string, start: number): EmbeddedPiece[] {
  return text === '' ? [] : [{ text, span: { start, end: start + text.length } }];
}
