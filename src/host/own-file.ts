import { lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { decodeUtf8 } from '../repo/decode.ts';
import { errorCode } from './read-file.ts';

/** A text file the user named on the command line or in the configuration, or why there is none, as a full sentence. */
export type OwnFile = { readonly name: string; readonly text: string } | { readonly refused: string };

/** How writing a new file ended. */
export type NewFile = { readonly kind: 'written' } | { readonly kind: 'exists' } | { readonly kind: 'failed'; readonly because: string };

/** Nobody writes a larger standard by hand, in bytes. */
const LARGEST = 1024 * 1024;

/** Reads a text file the user named. A pipe or a device is refused rather than waited for: a repository may name one. */
export function readOwnFile(path: string, largest = LARGEST): OwnFile {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return { refused: `${path} is a folder.` };
    if (!stats.isFile()) return { refused: `${path} is not a file.` };
    if (stats.size > largest) return { refused: `${path} is larger than ${largest / 1024} KiB.` };
    const text = decodeUtf8(readFileSync(path));
    return text === undefined ? { refused: `${path} is not UTF-8 text.` } : { name: basename(path), text };
  } catch (error) {
    const code = errorCode(error);
    return { refused: isMissing(code) ? `There is no file ${path}.` : `${path} cannot be read: ${code}.` };
  }
}

/** Whether there is anything at a path the user or pystd itself named, be it a link to nothing. */
export function ownFileExists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    return !isMissing(errorCode(error));
  }
}

/** Writes a new file below a folder the user named; the folder must be there, folders in `name` are made. */
export function writeNewFile(folder: string, name: string, text: string): NewFile {
  const path = join(folder, name);
  try {
    if (!statSync(folder).isDirectory()) return { kind: 'failed', because: `${folder} is not a folder.` };
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
    return { kind: 'written' };
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return { kind: 'exists' };
    return { kind: 'failed', because: isMissing(code) ? `There is no folder ${folder}.` : `${path} could not be written: ${code}.` };
  }
}

function isMissing(code: string): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}
