import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names that an earlier run left in an output folder. */
const OWN = /^(\d{4}-[a-z0-9-]+\.patch|patch-set\.json|REVIEW\.md)$/;

/**
 * Writes the files of a patch set into a folder, which is made if needed. What an earlier run left there goes away first, so that
 * `git am *.patch` sees one series; a folder with anything else in it is refused.
 * @throws Error when the folder holds other files or cannot be written.
 */
export function writePatchSet(folder: string, files: readonly { readonly name: string; readonly text: string }[]): void {
  mkdirSync(folder, { recursive: true });
  const there = readdirSync(folder);
  const foreign = there.filter((name) => !OWN.test(name));
  if (foreign.length > 0) throw new OutputError(`The folder ${folder} holds other files (${foreign.slice(0, 3).join(', ')}): name an empty one.`);
  for (const name of there) rmSync(join(folder, name));
  for (const { name, text } of files) writeFileSync(join(folder, name), text, { flag: 'wx' });
}

/** The output folder cannot be used. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}
