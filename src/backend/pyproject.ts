import { readTomlData } from '../formats/toml/read-data.ts';
import { foldersAbove, joinPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { DEFAULT_LINE_WIDTH } from '../python/edit/line-width.ts';

/** What the files that configure a project's tools say, by project folder. */
export interface Projects {
  /** The widest line the formatter of this file's project writes, in columns. */
  lineWidth(path: string): number;
  /** The lock file of the project in a folder, by its manifest: `undefined` where nothing says that packages are installed from there. */
  lockFile(folder: string): string | undefined;
}

type Data = Readonly<Record<string, unknown>>;

/** Reads the nearest `ruff.toml`, `.ruff.toml` or `pyproject.toml` above a file that says something. */
export function projectsOf(snapshot: Snapshot): Projects {
  const widths = new Map<string, number | undefined>();
  const tableOf = (folder: string, name: string): Data => {
    const text = snapshot.files.get(joinPath(folder, name))?.text;
    const read = text === undefined ? undefined : readTomlData(text);
    return read && 'data' in read ? read.data : {};
  };
  const widthIn = (folder: string): number | undefined => {
    if (widths.has(folder)) return widths.get(folder);
    const tools = inside(tableOf(folder, 'pyproject.toml'), 'tool');
    const said = [tableOf(folder, 'ruff.toml'), tableOf(folder, '.ruff.toml'), inside(tools, 'ruff'), inside(tools, 'black')].map((table) => table['line-length']);
    const width = said.map(Number).find((value) => Number.isInteger(value) && value >= 40 && value <= 400);
    widths.set(folder, width);
    return width;
  };
  return {
    lineWidth: (path) => foldersAbove(path).map(widthIn).find((width) => width !== undefined) ?? DEFAULT_LINE_WIDTH,
    lockFile(folder) {
      const manifest = tableOf(folder, 'pyproject.toml');
      const tools = inside(manifest, 'tool');
      for (const tool of ['uv', 'poetry', 'pdm']) if (tool in tools) return `${tool}.lock`;
      if ('project' in manifest || 'dependency-groups' in manifest) return 'uv.lock';
      return snapshot.files.has(joinPath(folder, 'Pipfile')) ? 'Pipfile.lock' : undefined;
    },
  };
}

function inside(data: Data, key: string): Data {
  const value = data[key];
  return typeof value === 'object' && value !== null ? (value as Data) : {};
}
