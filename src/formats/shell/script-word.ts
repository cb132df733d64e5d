import { embedded, type Embedded, type EmbeddedPiece } from '../../text/embedded.ts';
import type { ShellCommand, ShellScript, ShellWord } from './syntax.ts';

/** Whether a program (`bash`, `/bin/sh`, `/usr/bin/env bash`) reads POSIX shell. */
export function isPosixShell(program: string): boolean {
  return /^(?:\S*\/env\s+)?(?:\S*[/\\])?(?:ba|da|z|k|a)?sh(?:\.exe)?$/.test(program);
}

/** The script given to `sh -c`, `bash -lc` and the like as one quoted word. Expansions in it are made by the outer shell and stay opaque. */
export function scriptIn(script: ShellScript, { words }: ShellCommand): Embedded | undefined {
  if (!isPosixShell(words[0]?.value ?? '') || script.dialect === 'make') return undefined;
  let at = 1;
  while (/^-[a-z]+$/.test(words[at]?.raw ?? '') && !/^-[a-z]*c[a-z]*$/.test(words[at]?.raw ?? '')) at += words[at]?.raw === '-o' ? 2 : 1;
  const word = words[at + 1];
  return word && /^-[a-z]*c[a-z]*$/.test(words[at]?.raw ?? '') ? quotedText(word) : undefined;
}

/** What an assignment `NAME=value` keeps, as a script: the text between its quotes, the words of an array, or a bare word. */
export function scriptKept({ raw, span }: ShellWord): Embedded | undefined {
  const length = /^[A-Za-z_]\w*\+?=/.exec(raw)?.[0].length;
  if (length === undefined) return undefined;
  const value = { raw: raw.slice(length), span: { start: span.start + length, end: span.end }, value: undefined };
  const bare = /^\([^()]*\)$/.test(value.raw) ? 1 : 0;
  if (bare === 0 && !/^[\w./-]+$/.test(value.raw)) return quotedText(value);
  const inner = { start: value.span.start + bare, end: value.span.end - bare };
  return embedded([{ text: raw.slice(length + bare, raw.length - bare), span: inner }], (text) => (bare === 0 && !/^[\w./-]+$/.test(text) ? undefined : text));
}

/** What a word that is one quoted string holds. */
function quotedText({ raw, span }: ShellWord): Embedded | undefined {
  if (/^'[^']*'$/.test(raw)) {
    const inner = { start: span.start + 1, end: span.end - 1 };
    return embedded([{ text: raw.slice(1, -1), span: inner }], (text) => (text.includes("'") ? undefined : text));
  }
  if (!/^"(?:[^"\\]|\\[^])*"$/.test(raw)) return undefined;
  const pieces: EmbeddedPiece[] = [];
  for (const match of raw.slice(1, -1).matchAll(/\\(\r?\n|["$`\\])|[^\\]+|\\/g)) {
    const start = span.start + 1 + match.index;
    const escaped = match[1];
    pieces.push({ text: escaped === undefined ? match[0] : /\n$/.test(escaped) ? '' : escaped, span: { start, end: start + match[0].length } });
  }
  // Whose expansion a `$` of new text would be cannot be told.
  return embedded(pieces, (text) => (/[$`\\]/.test(text) ? undefined : text.replaceAll('"', '\\"')));
}
