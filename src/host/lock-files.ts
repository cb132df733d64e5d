import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How locking a project ended. After a failure its files are as before. */
export type Locking =
  /** `notes` are full sentences about what could not be kept. */
  | { readonly kind: 'locked'; readonly notes: readonly string[] }
  | { readonly kind: 'failed'; readonly because: string; readonly output: string };

/** Keeps files in mind; what is given back puts them (or, without a list, all of them) back as they were. */
export function rememberFiles(files: readonly string[]): (only: readonly string[] | undefined) => void {
  const before = new Map(files.map((file) => [file, existsSync(file) ? readFileSync(file) : undefined]));
  return (only) => {
    for (const [file, bytes] of before) {
      if (only && !only.includes(file)) continue;
      if (bytes === undefined) rmSync(file, { force: true });
      else if (!existsSync(file) || !readFileSync(file).equals(bytes)) writeFileSync(file, bytes);
    }
  };
}

/** A folder outside the repository, gone afterwards. */
export function withScratch<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pystd-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
