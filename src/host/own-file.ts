import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A text file the user named on the command line or in the configuration, with its name; `undefined` when there is none. */
export function readOwnFile(path: string): { readonly name: string; readonly text: string } | undefined {
  return existsSync(path) ? { name: basename(path), text: readFileSync(path, 'utf8') } : undefined;
}

/** Whether there is anything at a path the user or pystd itself named. */
export function ownFileExists(path: string): boolean {
  return existsSync(path);
}

/** Writes a new file below a folder the user named; `false` when there is one already. */
export function writeNewFile(folder: string, name: string, text: string): boolean {
  const path = join(folder, name);
  if (existsSync(path)) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
  return true;
}
