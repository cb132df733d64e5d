import { chmodSync, constants, copyFileSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { foldersAbove, nameOf, type RepoPath } from '../../repo/path.ts';
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
  /** What is in the copy and not in this snapshot stays from now on: an environment that was made there. */
  keepWhatIsThere(snapshot: Snapshot): void;
  /** Puts aside what stays; gives the way to have it back in place of what is there by then. */
  setAside(): () => void;
  end(): void;
}

/** @param root where the snapshot was read: files that codemods do not read are copied from there. Links are not followed and not copied. */
export function makeScratch(root: string): Scratch {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'pystd-evidence-')));
  const folder = join(top, 'repository');
  const beside = join(top, 'beside');
  for (const each of [folder, beside]) mkdirSync(each);
  const laid = new Map<string, Laid>();
  const kept = new Set<string>();
  const isAsLaid = (path: string, of: SourceFile | OpaqueFile): boolean => {
    const known = laid.get(path);
    return known !== undefined && known.of === of && known.changed === changeOf(join(folder, path));
  };
  return {
    folder,
    beside,
    layOut(snapshot) {
      for (const path of strangersIn(folder, pathsIn(snapshot))) if (!kept.has(path)) rmSync(join(folder, path), { recursive: true, force: true });
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
    keepWhatIsThere(snapshot) {
      // Compiled modules stand for a file as it was: they are taken for that of another state whose time and size are the same.
      for (const path of strangersIn(folder, pathsIn(snapshot))) if (nameOf(path) !== '__pycache__') kept.add(path);
    },
    setAside() {
      const aside = mkdtempSync(join(top, 'aside-'));
      const paths = [...kept].filter((path) => existsSync(join(folder, path)));
      for (const [index, path] of paths.entries()) renameSync(join(folder, path), join(aside, String(index)));
      kept.clear();
      return () => {
        for (const [index, path] of paths.entries()) {
          rmSync(join(folder, path), { recursive: true, force: true });
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          renameSync(join(aside, String(index)), join(folder, path));
          kept.add(path);
        }
      };
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

function pathsIn({ files, opaque }: Snapshot): ReadonlySet<string> {
  return new Set([...files.keys(), ...opaque.keys()]);
}

/** What is in a folder beside the known files: files, and whole folders that hold none of them. */
function strangersIn(folder: string, known: ReadonlySet<string>): readonly string[] {
  const holders = new Set([...known].flatMap((path) => foldersAbove(path)));
  const below = (parent: string): readonly string[] =>
    readdirSync(join(folder, parent), { withFileTypes: true }).flatMap((entry) => {
      const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
      if (entry.isDirectory()) return holders.has(path) ? below(path) : [path];
      return known.has(path) && entry.isFile() ? [] : [path];
    });
  return below('');
}
