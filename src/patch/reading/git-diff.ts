import { repoPath, type RepoPath } from '../../repo/path.ts';
import { splitLines } from '../lines.ts';
import { unquotePath } from './unquote-path.ts';

/** A stretch of lines, each with its ending, and what stands there afterwards. */
export interface Hunk {
  /** The first line, from 0; for a hunk that only adds, the line it comes before. */
  readonly start: number;
  readonly old: readonly string[];
  readonly now: readonly string[];
}

/** What a difference asks of one file. */
export interface FilePatch {
  /** `undefined` for a new file. */
  readonly from: RepoPath | undefined;
  /** `undefined` for a file that goes. */
  readonly to: RepoPath | undefined;
  /** `undefined` where it stays as it is. */
  readonly executable: boolean | undefined;
  readonly hunks: readonly Hunk[];
}

/** Reads what `gitDiff` writes (and `git diff` without binary files); a full sentence where something else is in it. */
export function readGitDiff(diff: string): readonly FilePatch[] | { readonly problem: string } {
  const lines = splitLines(diff);
  const files: FilePatch[] = [];
  for (let at = 0; at < lines.length; ) {
    if (!lines[at]?.startsWith('diff --git ')) return { problem: `A file's difference does not begin with \`diff --git\` but with \`${bare(lines[at]).slice(0, 60)}\`.` };
    const file = readFile(lines, at);
    if ('problem' in file) return file;
    files.push(file.patch);
    at = file.end;
  }
  return files;
}

const HEADER = /^(?:index|old mode|new mode|new file mode|deleted file mode|similarity index|rename from|rename to|---|\+\+\+) /;

function readFile(lines: readonly string[], first: number): { readonly patch: FilePatch; readonly end: number } | { readonly problem: string } {
  const header = new Map<string, string>();
  let at = first + 1;
  for (; at < lines.length && HEADER.test(lines[at] ?? ''); at++) {
    const name = HEADER.exec(lines[at] ?? '')?.[0].trim() ?? '';
    header.set(name, bare(lines[at]).slice(name.length + 1).replace(/\t$/, ''));
  }
  const hunks: Hunk[] = [];
  while (at < lines.length && lines[at]?.startsWith('@@ ')) {
    const hunk = readHunk(lines, at);
    if ('problem' in hunk) return hunk;
    hunks.push(hunk.hunk);
    at = hunk.end;
  }
  const paths = pathsOf(bare(lines[first]), header);
  if ('problem' in paths) return paths;
  const mode = header.get('new mode') ?? header.get('new file mode');
  return { patch: { ...paths, executable: mode === undefined ? undefined : mode === '100755', hunks }, end: at };
}

/** The paths stand in several lines; the first one alone is ambiguous, unless both are the same. */
function pathsOf(first: string, header: ReadonlyMap<string, string>): { readonly from: RepoPath | undefined; readonly to: RepoPath | undefined } | { readonly problem: string } {
  const side = (written: string | undefined, prefix: string): string | undefined => (written === undefined || written === '/dev/null' ? undefined : unquotePath(written).replace(prefix, ''));
  const both = /^diff --git (?:"a\/(.*)" "b\/\1"|a\/(.*) b\/\2)$/.exec(first);
  const same = both && (both[1] === undefined ? both[2] : unquotePath(`"${both[1]}"`));
  const from = header.has('new file mode') ? undefined : (side(header.get('rename from'), '') ?? side(header.get('---'), 'a/') ?? same ?? undefined);
  const to = header.has('deleted file mode') ? undefined : (side(header.get('rename to'), '') ?? side(header.get('+++'), 'b/') ?? same ?? undefined);
  try {
    if (from === undefined && to === undefined) return { problem: `\`${first}\` names no file.` };
    return { from: from === undefined ? undefined : repoPath(from), to: to === undefined ? undefined : repoPath(to) };
  } catch {
    return { problem: `\`${first}\` leads out of the repository.` };
  }
}

function readHunk(lines: readonly string[], first: number): { readonly hunk: Hunk; readonly end: number } | { readonly problem: string } {
  const range = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(lines[first] ?? '');
  if (!range) return { problem: `\`${bare(lines[first]).slice(0, 60)}\` is no line range.` };
  const [oldCount, newCount] = [Number(range[2] ?? 1), Number(range[3] ?? 1)];
  const [old, now]: [string[], string[]] = [[], []];
  let at = first + 1;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('\\')) endWithout(lines[at - 1]?.charAt(0), old, now);
    else if (old.length === oldCount && now.length === newCount) break;
    else if (line.startsWith(' ')) [old, now].forEach((side) => side.push(line.slice(1)));
    else if (line.startsWith('-')) old.push(line.slice(1));
    else if (line.startsWith('+')) now.push(line.slice(1));
    else break;
  }
  if (old.length !== oldCount || now.length !== newCount) return { problem: `The lines below \`${bare(lines[first]).slice(0, 60)}\` are not as many as it says.` };
  return { hunk: { start: Number(range[1]) - (oldCount === 0 ? 0 : 1), old, now }, end: at };
}

/** `\ No newline at end of file` is about the line above it. */
function endWithout(sign: string | undefined, old: string[], now: string[]): void {
  for (const side of sign === '-' ? [old] : sign === '+' ? [now] : [old, now]) {
    const last = side.pop();
    if (last !== undefined) side.push(last.replace(/\n$/, ''));
  }
}

function bare(line: string | undefined): string {
  return (line ?? '').replace(/\n$/, '');
}
