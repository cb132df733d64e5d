import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPlainTable, readTomlData } from '../formats/toml/read-data.ts';
import { rememberFiles, withScratch, type Locking } from './lock-files.ts';
import type { ProgramAnswer } from './run-program.ts';
import { runUv } from './run-uv.ts';
import { isConflict, isSignIn, pinLines, pinsToDrop, type PinLine } from './uv-conflict.ts';

/** uv's words for a Python that is not there and may not be fetched. */
const NO_PYTHON = /No interpreter found|Python downloads are|Failed to inspect Python interpreter/;

/** After so many tries with fewer pins, none are kept: every try costs a whole resolution. */
const MOST_TRIES = 8;

/**
 * Makes the `uv.lock` of the project in `folder` (absolute), and takes over the versions of a constraints file. `uv add` of nothing is
 * the one command that locks under constraints without writing them down; `uv lock` afterwards proves that the lock stands without them.
 * Pins that contradict each other or the manifest are given up, the fewest that uv's explanation names; only then all.
 */
export function lockWithUv(folder: string, constraints: string | undefined): Locking {
  const restore = rememberFiles(['pyproject.toml', 'uv.lock'].map((name) => join(folder, name)));
  const notes: string[] = [];
  const uv = uvFor(folder);
  const pinned = constraints === undefined ? undefined : lockWith(uv, join(folder, constraints), notes);
  const answer = pinned === undefined || pinned.kind === 'done' ? uv(['lock']) : pinned;
  restore(answer.kind === 'done' ? [join(folder, 'pyproject.toml')] : undefined);
  return answer.kind === 'done' ? { kind: 'locked', notes } : { kind: 'failed', ...inWords(answer) };
}

/** Runs uv on one project. */
type Uv = (args: readonly string[]) => ProgramAnswer;

/**
 * A lock is the same whichever Python makes it, so where the one of `.python-version` is not installed, any that the project allows will do.
 */
function uvFor(folder: string): Uv {
  return (args) => {
    const answer = runUv(folder, args);
    const allowed = answer.kind === 'failed' && NO_PYTHON.test(answer.output) ? requiredPython(join(folder, 'pyproject.toml')) : undefined;
    return allowed === undefined ? answer : runUv(folder, [...args, '--python', allowed]);
  };
}

function requiredPython(manifest: string): string | undefined {
  const read = readTomlData(existsSync(manifest) ? readFileSync(manifest, 'utf8') : '');
  const project = 'data' in read ? read.data['project'] : undefined;
  const python = isPlainTable(project) ? project['requires-python'] : undefined;
  return typeof python === 'string' ? python : undefined;
}

/** Locks under the constraints of a file, with fewer of them where it must be. */
function lockWith(uv: Uv, file: string, notes: string[]): ProgramAnswer {
  if (!existsSync(file)) return { kind: 'failed', output: `${file} is gone.` };
  const lines = readFileSync(file, 'utf8').split('\n');
  let pins = pinLines(lines.join('\n')).filter((pin) => pin !== undefined);
  const dropped: PinLine[] = [];
  return withScratch((scratch) => {
    const nothing = join(scratch, 'nothing.txt');
    const kept = join(scratch, 'constraints.txt');
    writeFileSync(nothing, '');
    for (let tries = 1; ; tries++) {
      writeFileSync(kept, pins.map(({ line }) => `${line}\n`).join(''));
      const answer = pins.length === 0 ? uv(['lock']) : uv(['add', '--no-sync', '--constraints', kept, '--requirements', nothing]);
      if (answer.kind !== 'failed' || pins.length === 0 || !isConflict(answer.output)) {
        if (answer.kind === 'done' && dropped.length > 0) notes.push(droppedText(dropped, pins.length === 0));
        return answer;
      }
      const named = pinsToDrop(answer.output, pins);
      const gone = tries === MOST_TRIES || named.length === 0 ? pins : named;
      dropped.push(...gone);
      pins = pins.filter((pin) => !gone.includes(pin));
    }
  });
}

function droppedText(dropped: readonly PinLine[], all: boolean): string {
  const listed = dropped.map(({ line }) => `\`${line.trim()}\``).join(', ');
  return all ? 'uv found no versions under the pins: it locked without any of them.' : `uv could not keep ${listed} together with the rest of the project: it locked without ${dropped.length === 1 ? 'this pin' : 'these pins'}.`;
}

function inWords(answer: Exclude<ProgramAnswer, { readonly kind: 'done' }>): { readonly because: string; readonly output: string } {
  switch (answer.kind) {
    case 'missing':
      return { because: 'uv is not installed, or not on the PATH: install it and run the command, or pystd again.', output: '' };
    case 'late':
      return { because: 'uv did not end within a quarter of an hour and was stopped.', output: '' };
    case 'failed':
      return { because: failure(answer.output), output: answer.output };
  }
}

function failure(output: string): string {
  if (isSignIn(output)) return 'An index did not let uv in: set `UV_INDEX_<NAME>_USERNAME` and `UV_INDEX_<NAME>_PASSWORD` for it and run it again.';
  if (NO_PYTHON.test(output)) return 'uv found no Python that the project allows: `uv python install` one, or set `UV_PYTHON_DOWNLOADS=automatic`, and run it again.';
  if (isConflict(output)) return 'uv found no versions that fit together.';
  return 'uv could not lock the project.';
}
