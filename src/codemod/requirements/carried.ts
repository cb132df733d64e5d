import { dataAt, isArrayData, isTableData, type TomlTableData } from '../../formats/toml/index.ts';
import { normaliseName } from '../../packaging/requirement/index.ts';
import type { NewList } from '../../packaging/uv/new-project.ts';
import type { Declared } from './new-project.ts';

/** Whether a uv project asks for all that requirements files ask for: then they say nothing of their own. */
export function carriedBy(data: TomlTableData, declared: Declared): boolean {
  const isIn = (list: unknown, wanted: NewList): boolean => {
    const there = new Set((isArrayData(list as never) ? (list as readonly unknown[]) : []).map(keyOf));
    return wanted.items.every(({ value }) => there.has(keyOf(value)));
  };
  const groups = dataAt(data, ['dependency-groups']);
  const table = groups !== undefined && isTableData(groups) ? groups : {};
  return isIn(dataAt(data, ['project', 'dependencies']), declared.dependencies) && declared.groups.every(({ name, list }) => isIn(table[name], list)) && isIn(dataAt(data, ['tool', 'uv', 'constraint-dependencies']), declared.constraints);
}

/** A requirement or included group, however its name is spelled. */
function keyOf(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const [, name = '', rest = ''] = /^([A-Za-z0-9._-]+)(.*)$/s.exec(value) ?? [];
  return normaliseName(name) + rest.replace(/\s+/g, '').replace(/"/g, "'");
}
