import { dataAt, isArrayData, isTableData, type TargetEntry, type TomlData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import type { PathRule } from './build-facts.ts';
import { tableAt } from '../tables.ts';
import { POETRY } from './poetry-table.ts';
import type { Remarks } from '../remark.ts';

/** Commands and plugins that a project offers once it is installed. */
export interface EntryPoints {
  readonly scripts: readonly TargetEntry[];
  readonly guiScripts: readonly TargetEntry[];
  readonly plugins: readonly { readonly group: string; readonly at: TomlPath; readonly entries: readonly TargetEntry[] }[];
  /** Files that are installed as commands as they are. */
  readonly commandFiles: readonly PathRule[];
}

const SCRIPTS: TomlPath = [...POETRY, 'scripts'];
const PLUGINS: TomlPath = [...POETRY, 'plugins'];

/** Reads `[tool.poetry.scripts]` in all its forms, and `[tool.poetry.plugins]`. */
export function readEntryPoints(data: TomlTableData, remarks: Remarks): EntryPoints {
  const table = tableAt(data, SCRIPTS);
  const commandFiles: PathRule[] = [];
  const scripts: TargetEntry[] = [];
  for (const name of Object.keys(table)) {
    const at = [...SCRIPTS, name];
    const script = readScript(table[name] as TomlData);
    if (script === undefined) remarks.refuse(at, `The script \`${name}\` names nothing that can be called.`);
    else if (script.kind === 'file') commandFiles.push({ at, path: script.target, formats: ['sdist', 'wheel'] });
    else {
      scripts.push({ key: name, value: script.target, origin: at });
      if (script.extras.length > 0) remarks.note(at, `The script \`${name}\` asked for the extras ${script.extras.map((extra) => `\`${extra}\``).join(', ')}, which scripts cannot do any more (Poetry 2 gave it up as well).`);
    }
  }
  const reserved = (group: string): readonly TargetEntry[] => pluginEntries(data, group);
  const plugins = Object.keys(tableAt(data, PLUGINS)).filter((group) => group !== 'console_scripts' && group !== 'gui_scripts');
  return {
    scripts: [...scripts, ...reserved('console_scripts')],
    guiScripts: reserved('gui_scripts'),
    plugins: plugins.map((group) => ({ group, at: [...PLUGINS, group], entries: pluginEntries(data, group) })),
    commandFiles,
  };
}

function pluginEntries(data: TomlTableData, group: string): readonly TargetEntry[] {
  const table = dataAt(data, [...PLUGINS, group]);
  if (!isTableData(table)) return [];
  return Object.keys(table).flatMap((key) => {
    const value = table[key];
    return typeof value === 'string' ? [{ key, value, origin: [...PLUGINS, group, key] }] : [];
  });
}

/** `"module:function"`, `{ reference = …, type = "console" | "file" }`, or `{ callable = … }` of Poetry 1. */
function readScript(value: TomlData): { readonly kind: 'call' | 'file'; readonly target: string; readonly extras: readonly string[] } | undefined {
  if (typeof value === 'string') return { kind: 'call', target: value, extras: [] };
  if (!isTableData(value)) return undefined;
  const target = value['reference'] ?? value['callable'];
  if (typeof target !== 'string') return undefined;
  const extras = isArrayData(value['extras']) ? value['extras'].filter((extra) => typeof extra === 'string') : [];
  return value['type'] === 'file' ? { kind: 'file', target, extras: [] } : { kind: 'call', target, extras };
}
