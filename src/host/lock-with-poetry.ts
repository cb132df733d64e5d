import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPlainTable, readTomlData } from '../formats/toml/read-data.ts';
import { rememberFiles, withScratch, type Locking } from './lock-files.ts';
import type { ProgramAnswer } from './run-program.ts';
import { runPoetry } from './run-poetry.ts';

/** The first Poetry that reads `[project]`. */
const OLDEST_MAJOR = 2;

/** Poetry's words for a Python that is not there. */
const NO_PYTHON = /unable to find a compatible version|Python version \([^)]*\) is not allowed by the project/;

/**
 * Makes the `poetry.lock` of the project in `folder` (absolute). Poetry keeps the versions of the lock that is there wherever they fit; of those
 * it gave up it says nothing, so that they are told here.
 */
export function lockWithPoetry(folder: string): Locking {
  const manifest = join(folder, 'pyproject.toml');
  const file = join(folder, 'poetry.lock');
  const restore = rememberFiles([manifest, file]);
  // A lock of uv's is compared afterwards, by the codemod.
  const before = existsSync(join(folder, 'uv.lock')) ? new Map<string, readonly string[]>() : lockedVersions(file);
  return withScratch((scratch): Locking => {
    const version = runPoetry(folder, scratch, ['--version']);
    if (version.kind !== 'done') return failed(version);
    const old = /version (\d+)[\w.]*/.exec(version.printed);
    if (old && Number(old[1]) < OLDEST_MAJOR) return { kind: 'failed', because: `The Poetry of this machine (${old[0]}) does not read \`[project]\`: install Poetry ${OLDEST_MAJOR} and run the command, or pystd again.`, output: '' };
    const answer = runPoetry(folder, scratch, ['lock']);
    restore(answer.kind === 'done' ? [manifest] : undefined);
    return answer.kind === 'done' ? { kind: 'locked', notes: notesOn(before, lockedVersions(file)) } : failed(answer);
  });
}

/** The versions of each package of a lock; nothing where there is none, or none that can be read. */
function lockedVersions(file: string): ReadonlyMap<string, readonly string[]> {
  const read = readTomlData(existsSync(file) ? readFileSync(file, 'utf8') : '');
  const list = 'data' in read ? read.data['package'] : undefined;
  const versions = new Map<string, string[]>();
  for (const one of Array.isArray(list) ? (list as readonly unknown[]) : []) {
    const { name, version } = isPlainTable(one as never) ? (one as { readonly name?: unknown; readonly version?: unknown }) : {};
    if (typeof name === 'string' && typeof version === 'string') versions.set(name, [...(versions.get(name) ?? []), version]);
  }
  return versions;
}

function notesOn(before: ReadonlyMap<string, readonly string[]>, after: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const moved = [...before].flatMap(([name, from]) => {
    const to = after.get(name);
    return to && !to.every((version) => from.includes(version)) ? [`\`${name}\` from ${from.join(', ')} to ${to.join(', ')}`] : [];
  });
  return moved.length === 0 ? [] : [`Poetry could not keep every version that was locked before: ${moved.join('; ')}.`];
}

function failed(answer: Exclude<ProgramAnswer, { readonly kind: 'done' }>): Locking {
  switch (answer.kind) {
    case 'missing':
      return { kind: 'failed', because: 'Poetry is not installed, or not on the PATH: install it and run the command, or pystd again.', output: '' };
    case 'late':
      return { kind: 'failed', because: 'Poetry did not end within a quarter of an hour and was stopped.', output: '' };
    case 'failed':
      return { kind: 'failed', because: failure(answer.output), output: answer.output };
  }
}

function failure(output: string): string {
  if (/\b(?:401|403)\b.*(?:Unauthorized|Forbidden|error)|Authorization error/i.test(output)) return 'An index did not let Poetry in: `poetry config http-basic.<name> <user> <password>`, or the variables `POETRY_HTTP_BASIC_<NAME>_USERNAME` and `…_PASSWORD`, sign in.';
  if (NO_PYTHON.test(output)) return 'Poetry found no Python that the project allows: install one and run it again.';
  if (/version solving failed|doesn't match any versions|no matching/i.test(output)) return 'Poetry found no versions that fit together.';
  return 'Poetry could not lock the project.';
}
