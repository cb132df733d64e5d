import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Files } from './case.ts';

/** Writes a service into a folder; gives the folder. */
export function writtenService(folder: string, files: Files): string {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The modules of a service as they are imported from its top, tests left out. */
export function importableModules(files: Files): string[] {
  return [...files.keys()].filter((path) => path.endsWith('.py') && !path.startsWith('tests/')).map((path) => path.replace(/(\/?__init__)?\.py$/, '').replaceAll('/', '.'));
}
