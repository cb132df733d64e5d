import { chmodSync, copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { SourceFile } from '../../repo/source-file.ts';

/** A copy of a repository outside the user's tree, which becomes one snapshot after the other. */
export interface Scratch {
  /** The top of the copy: the same for every snapshot, so that what programs say of paths can be compared. */
  readonly folder: string;
  /** An empty folder beside it for whatever programs need: their home, caches, results. */
  readonly beside: string;
  /** Makes the copy equal to a snapshot; what programs left in it goes away. */
  layOut(snapshot: Snapshot): void;
  end(): void;
}

/** @param root where the snapshot was read: files that codemods do not read are copied from there. Links are not followed and not copied. */
export function makeScratch(root: string): Scratch {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'pystd-evidence-')));
  const folder = join(top, 'repository');
  const beside = join(top, 'beside');
  for (const each of [folder, beside]) mkdirSync(each);
  const laid = new Map<string, SourceFile>();
  return {
    folder,
    beside,
    layOut(snapshot) {
      for (const path of [...laid.keys()]) if (!snapshot.files.has(path as SourceFile['path'])) laid.delete(path);
      removeStrangers(folder, '', new Set([...laid.keys(), ...snapshot.opaque.keys()]));
      for (const [path, file] of snapshot.files) {
        // A program may have written to it: what is there is not trusted, only what takes long is not done again.
        if (laid.get(path) === file && sizeOf(join(folder, path)) === Buffer.byteLength(file.text)) continue;
        write(join(folder, path), file);
        laid.set(path, file);
      }
      for (const { path, because } of snapshot.opaque.values()) {
        if (because !== 'symbolic link' && sizeOf(join(folder, path)) === undefined) copyFrom(join(root, path), join(folder, path));
      }
    },
    end: () => rmSync(top, { recursive: true, force: true }),
  };
}

function write(target: string, { text, executable }: SourceFile): void {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  chmodSync(target, executable ? 0o755 : 0o644);
}

/** What cannot be read is missing in the copy; programs that need it will say so. */
function copyFrom(source: string, target: string): void {
  try {
    if (!lstatSync(source).isFile()) return;
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target);
  } catch {
    return;
  }
}

function sizeOf(path: string): number | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.size : undefined;
}

/** Takes away all files but the known ones, and folders that are empty then. */
function removeStrangers(folder: string, below: string, known: ReadonlySet<string>): void {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      removeStrangers(folder, path, known);
      if (readdirSync(join(folder, path)).length === 0) rmSync(join(folder, path), { recursive: true });
    } else if (!known.has(path)) rmSync(join(folder, path), { force: true });
  }
}
