import type { SourceFile } from '../repo/source-file.ts';
import { sortEdits, type Edit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { About, Task } from './task.ts';

/** One file that several rewriters look at in turn: what one has spoken of, the others leave. */
export interface FileRewrite {
  readonly file: SourceFile;
  /** Whether a rewriter before has spoken of any character of this stretch. */
  isSpokenOf(span: Span): boolean;
  /** Whether a rewriter before replaces or removes any character of this stretch. */
  isRewritten(span: Span): boolean;
  /** A finding with the edits that mend it; a problem in place of edits makes it one for a person. */
  change(span: Span, message: string, edits: readonly Edit[] | { readonly problem: string }, about?: About): void;
  /** A finding for a person. */
  flag(span: Span, message: string, about?: About): void;
  /** Nobody else is to change or speak of this stretch: what there is to say has been said elsewhere, or is `because`, for each of its lines. */
  leave(span: Span, because?: string): void;
  /** Why a stretch is left of which nothing else has been said. */
  whyLeft(span: Span): string | undefined;
}

/** Looks at a file and says what has to change in it. */
export type FileRewriter = (rewrite: FileRewrite) => void;

/** One kind of file, and how it is rewritten; `S` is what its rewriter may ask for besides the file. */
export interface FileKind<S> {
  /** Whether the file is of this kind and holds anything to look at; a cheap question of path and text. */
  readonly concerns: (file: SourceFile) => boolean;
  readonly rewrite: (rewrite: FileRewrite, surroundings: S) => void;
}

/** Lets all kinds that a file is of look at it, in their order. */
export function rewriteByKinds<S extends { readonly task: Task<object> }>(file: SourceFile, kinds: readonly FileKind<S>[], surroundings: S): void {
  const those = kinds.filter(({ concerns }) => concerns(file));
  if (those.length > 0) rewriteFile(surroundings.task, file, those.map(({ rewrite }) => (one) => rewrite(one, surroundings)));
}

interface Change {
  readonly span: Span;
  readonly messages: readonly string[];
  readonly edits: readonly Edit[];
  readonly about: About | undefined;
}

/**
 * Lets the rewriters look at a file one after the other, and hands on what they say. Changes whose edits touch become one, so that all of
 * them are made in the same round: in the next one, what they were read off may be gone.
 */
export function rewriteFile<O>(task: Task<O>, file: SourceFile, rewriters: readonly FileRewriter[]): void {
  const spoken: Span[] = [];
  const left: (readonly [Span, string])[] = [];
  const changes: Change[] = [];
  const speakOf = (...spans: readonly Span[]): void => void spoken.push(...spans);
  const flag = (span: Span, message: string, about?: About): void => {
    speakOf(span);
    task.flag({ path: file.path, span }, message, about);
  };
  const rewrite: FileRewrite = {
    file,
    isSpokenOf: (span) => [...spoken, ...left.map(([other]) => other)].some((other) => overlaps(span, other)),
    isRewritten: (span) => changes.some(({ edits }) => edits.some((edit) => overlaps(span, edit.span))),
    flag,
    leave: (span, because) => (because === undefined ? speakOf(span) : void left.push([span, because])),
    whyLeft: (span) => (spoken.some((other) => overlaps(span, other)) ? undefined : left.find(([other]) => overlaps(span, other))?.[1]),
    change(span, message, edits, about) {
      if ('problem' in edits) return flag(span, `${message} Not done: ${edits.problem}`, about);
      if (edits.length === 0) return;
      if (changes.some((other) => other.edits.some((one) => edits.some((edit) => overlaps(one.span, edit.span))))) {
        return flag(span, `${message} Not done: another change rewrites the same place.`, about);
      }
      speakOf(span, ...edits.map((edit) => edit.span));
      changes.push({ span, messages: [message], edits, about });
    },
  };
  for (const rewriter of rewriters) rewriter(rewrite);
  for (const { span, messages, edits, about } of joined(changes)) {
    task.change({ path: file.path, span }, messages.join(' '), (editor) => editor.edit(file.path, edits), about);
  }
}

/** Whether two stretches share a character, or one is a place within the other. */
function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function touch(a: Change, b: Change): boolean {
  return a.edits.some((one) => b.edits.some((other) => one.span.start <= other.span.end && other.span.start <= one.span.end));
}

/** In the order of the file, with those that touch made one. */
function joined(changes: readonly Change[]): readonly Change[] {
  const groups: Change[] = [];
  for (const change of [...changes].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    const touching = groups.filter((group) => touch(group, change));
    const merged = [...touching, change].reduce((one, other) => ({
      span: { start: Math.min(one.span.start, other.span.start), end: Math.max(one.span.end, other.span.end) },
      messages: [...one.messages, ...other.messages],
      edits: sortEdits([...one.edits, ...other.edits]),
      about: one.about ?? other.about,
    }));
    const kept = groups.filter((group) => !touching.includes(group));
    groups.splice(0, groups.length, ...kept, merged);
  }
  return groups;
}
