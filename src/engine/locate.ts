import type { Place } from '../codemod/task.ts';
import { fingerprint } from '../patch/digest.ts';
import type { Finding, Location } from '../patch/finding.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { originOf } from '../repo/source-file.ts';
import { lineAt, positionAt } from '../text/lines.ts';
import type { Remark } from './collect.ts';

/** A place in words people use, in the file as it stands in the repository today; `line` is the text of its first line. */
export interface Located {
  readonly at: Location;
  readonly line: string;
}

/** Finds where a place of a snapshot was before any codemod ran. A file that does not exist yet is known by its first line. */
export function locate(snapshot: Snapshot, { path, span }: Place): Located {
  const file = snapshot.files.get(path);
  if (!file) return { at: { path, line: 1, column: 1, endLine: 1, endColumn: 1 }, line: '' };
  const origin = originOf(file, span);
  const { text } = origin.file;
  const start = positionAt(text, origin.span.start);
  const end = positionAt(text, origin.span.end);
  return {
    at: { path: origin.file.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column },
    line: lineAt(text, origin.span.start).trim(),
  };
}

/** Gives findings their identity. Equal remarks on equal lines are told apart by their order in the file, never by line numbers. */
export class Identities {
  readonly #seen = new Map<string, number>();

  finding(codemod: string, remark: Remark, { at, line }: Located): Finding {
    const said = [codemod, remark.rule, at.path, remark.message, line];
    const key = JSON.stringify(said);
    const nth = this.#seen.get(key) ?? 0;
    this.#seen.set(key, nth + 1);
    return {
      codemod,
      rule: remark.rule,
      fingerprint: fingerprint([...said, String(nth)]),
      at,
      message: remark.message,
      safety: remark.safety,
      ...(remark.fix ? { fix: remark.fix } : {}),
    };
  }
}
