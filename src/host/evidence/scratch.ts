import { chmodSync, constants, copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import type { OpaqueFile, SourceFile } from '../../repo/source-file.ts';

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
  const laid = new Map<string, Laid>();
  const isAsLaid = (path: string, of: SourceFile | OpaqueFile): boolean => {
    const known = laid.get(path);
    return known !== undefined && known.of === of && known.changed === changeOf(join(folder, path));
  };
  return {
    folder,
    beside,
    layOut(snapshot) {
      removeStrangers(folder, '', new Set([...snapshot.files.keys(), ...snapshot.opaque.keys()]));
      for (const path of [...laid.keys()]) if (!snapshot.files.has(path as RepoPath) && !snapshot.opaque.has(path as RepoPath)) laid.delete(path);
      for (const [path, file] of snapshot.files) {
        if (isAsLaid(path, file)) continue;
        write(join(folder, path), file);
        laid.set(path, { of: file, changed: changeOf(join(folder, path)) });
      }
      for (const [path, file] of snapshot.opaque) {
        if (file.because === 'symbolic link' || isAsLaid(path, file)) continue;
        copyFrom(join(root, path), join(folder, path));
        laid.set(path, { of: file, changed: changeOf(join(folder, path)) });
      }
    },
    end: () => rmSync(top, { recursive: true, force: true }),
  };
}

/** What was put somewhere, and the time of its last change as the file system has it: a program may have written to it since. */
interface Laid {
  readonly of: SourceFile | OpaqueFile;
  readonly changed: string | undefined;
}

/** Writes a new file: whatever a program put in its place, a link that leads elsewhere among it, is taken away and never written through. */
export function writeFresh(target: string, text: string): void {
  rmSync(target, { recursive: true, force: true });
  writeFileSync(target, text, { flag: 'wx' });
}

function write(target: string, { text, executable }: SourceFile): void {
  mkdirSync(dirname(target), { recursive: true });
  writeFresh(target, text);
  chmodSync(target, executable ? 0o755 : 0o644);
}

/** What cannot be read is missing in the copy; programs that need it will say so. */
function copyFrom(source: string, target: string): void {
  try {
    if (!lstatSync(source).isFile()) return;
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { recursive: true, force: true });
    copyFileSync(source, target, constants.COPYFILE_EXCL);
  } catch {
    return;
  }
}

/** The time of the last change of a file, of its contents or anything about it, which no program can set; `undefined` where there is none. */
function changeOf(path: string): string | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  return stat?.isFile() ? `${stat.ino} ${stat.ctimeNs}` : undefined;
}

/** Takes away all files but the known ones, and folders that are empty then. */
function removeStrangers(folder: string, below: string, known: ReadonlySet<string>): void {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      removeStrangers(folder, path, known);
      if (readdirSync(join(folder, path)).length === 0) rmSync(join(folder, path), { recursive: true });
    } else if (!known.has(path) || !entry.isFile()) rmSync(join(folder, path), { force: true });
  }
}
