import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A plain folder that exists for one test. */
export interface TemporaryFolder {
  readonly path: string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** The path of something in it. */
  at(path: string): string;
  cleanup(): void;
}

export function temporaryFolder(files: Readonly<Record<string, string | Uint8Array>>): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'pystd-folder-'));
  const write = (more: Readonly<Record<string, string | Uint8Array>>): void => {
    for (const [name, contents] of Object.entries(more)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), contents);
    }
  };
  write(files);
  return { path, write, at: (name) => join(path, name), cleanup: () => rmSync(path, { recursive: true, force: true }) };
}

/** Everything below a folder except `.git`: `path` or `path/` to mode and content, so that two moments can be compared. */
export function treeOf(root: string): Record<string, string> {
  const tree: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      if (name === '.git') continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      const stats = lstatSync(join(root, path));
      if (stats.isSymbolicLink()) tree[path] = `-> ${readlinkSync(join(root, path))}`;
      else if (stats.isDirectory()) {
        tree[`${path}/`] = '';
        visit(path);
      } else if (stats.isFile()) tree[path] = `${(stats.mode & 0o777).toString(8)} ${readFileSync(join(root, path), 'latin1')}`;
      else tree[path] = 'special';
    }
  };
  visit('');
  return tree;
}
