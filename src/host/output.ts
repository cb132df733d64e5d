import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, type Dirent } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from './read-file.ts';

/** A file of a patch set folder. */
export interface OutputFile {
  /** With the folder in front where it is in one. */
  readonly name: string;
  readonly text: string;
}

/** How writing a patch set ended; `because` is a full sentence. */
export type OutputResult = { readonly kind: 'written' } | { readonly kind: 'refused'; readonly because: string };

/** The file by which a patch set folder is known, and how it begins. */
const INDEX = 'patch-set.json';
const INDEX_START = /^\s*\{\s*"schema":\s*"pystd\//;

/** Names that an earlier run left in an output folder. */
const OWN = /^(\d{4}-[a-z0-9-]+\.patch|patch-set\.json|REVIEW\.md)$/;

/** The folder in it of patches that were not kept, and the names there. */
const REJECTED = 'rejected';
const OWN_REJECTED = /^[a-z0-9-]+\.patch$/;

/**
 * Writes the files of a patch set into a folder, which is made if needed. What an earlier run left there goes away first, so that
 * `git am *.patch` sees one series. A folder with anything else in it is refused: its patches and its `REVIEW.md` may be somebody's own.
 */
export function writePatchSet(folder: string, files: readonly OutputFile[]): OutputResult {
  try {
    mkdirSync(folder, { recursive: true });
    const there = readdirSync(folder, { withFileTypes: true });
    const foreign = isPatchSet(folder) ? there.filter((entry) => !isOwn(folder, entry)) : there;
    if (foreign.length > 0) {
      const names = foreign.map(({ name }) => name).sort();
      return { kind: 'refused', because: `The folder ${folder} holds other files (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}): name an empty one.` };
    }
    for (const { name } of there) rmSync(join(folder, name), { recursive: true });
    for (const { name, text } of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text, { flag: 'wx' });
    }
    return { kind: 'written' };
  } catch (error) {
    return { kind: 'refused', because: inWords(folder, errorCode(error)) };
  }
}

function isOwn(folder: string, entry: Dirent): boolean {
  if (entry.isFile()) return OWN.test(entry.name);
  return entry.isDirectory() && entry.name === REJECTED && readdirSync(join(folder, REJECTED), { withFileTypes: true }).every((one) => one.isFile() && OWN_REJECTED.test(one.name));
}

function isPatchSet(folder: string): boolean {
  try {
    return INDEX_START.test(readFileSync(join(folder, INDEX), 'utf8'));
  } catch (error) {
    errorCode(error);
    return false;
  }
}

function inWords(folder: string, code: string): string {
  if (code === 'EEXIST' || code === 'ENOTDIR') return `${folder} is a file: name a folder.`;
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? `The folder ${folder} may not be written.` : `The folder ${folder} could not be written: ${code}.`;
}
