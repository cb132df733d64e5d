import type { TargetEntry } from '../../formats/toml/index.ts';
import { isTargetArray } from '../../formats/toml/target.ts';

/** The environment uv makes, and so the place that paths in images and editors name: `.venv` beside the manifest. */
const IN_PROJECT: TargetEntry = { key: 'virtualenvs.in-project', value: true };

/** The text of `poetry.toml`, from keys as in `installer.no-binary`. */
export function poetrySettings(entries: readonly TargetEntry[]): string {
  const tables = new Map<string, string[]>();
  for (const { key, value } of [IN_PROJECT, ...entries]) {
    const [table = '', name = ''] = key.split('.');
    const text = isTargetArray(value) ? '' : JSON.stringify(value);
    tables.set(table, [...(tables.get(table) ?? []), `${name} = ${text}`]);
  }
  return [...tables].map(([table, lines]) => `[${table}]\n${lines.join('\n')}\n`).join('\n');
}
