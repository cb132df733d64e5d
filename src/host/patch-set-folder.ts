import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readOwnFile } from './own-file.ts';

/** The files of a patch set folder, or why they cannot be read, as a full sentence. */
export type PatchSetFolder = { readonly manifest: string; readonly patches: readonly { readonly name: string; readonly text: string }[] } | { readonly refused: string };

/** Reads a folder that `fix --output` wrote. Patches may have been taken out of it since. */
export function readPatchSet(folder: string): PatchSetFolder {
  const manifest = readOwnFile(join(folder, 'patch-set.json'), LARGEST);
  if ('refused' in manifest) return { refused: `${folder} is no patch set of pystd. ${manifest.refused}` };
  const files = readdirSync(folder).filter((name) => name.endsWith('.patch')).sort().map((name) => ({ name, file: readOwnFile(join(folder, name), LARGEST) }));
  const refused = files.flatMap(({ file }) => ('refused' in file ? [file.refused] : []));
  if (refused[0] !== undefined) return { refused: refused[0] };
  return { manifest: manifest.text, patches: files.flatMap(({ name, file }) => ('refused' in file ? [] : [{ name, text: file.text }])) };
}

/** In bytes: a patch holds what it takes away as well. */
const LARGEST = 256 * 1024 * 1024;
