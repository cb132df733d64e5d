import { isArrayData, isTableData, pathText, startsWith, type TargetTable, type TomlData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { METADATA_KEYS } from './metadata.ts';
import { POETRY } from './poetry-table.ts';
import type { Remarks } from '../remark.ts';

/**
 * Settings of other tools that point into `[tool.poetry]`, such as the place of the version for release tools, pointed at `[project]`. What points
 * at something that has no single place any more is left for a person.
 */
export function moveReferences(data: TomlTableData, isVersionKept: boolean, remarks: Remarks): readonly TargetTable[] {
  const tables: TargetTable[] = [];
  const look = (table: TomlTableData, path: TomlPath): void => {
    const entries = Object.keys(table).flatMap((key) => {
      const at = [...path, key];
      const value = table[key] as TomlData;
      if (isTableData(value)) look(value, at);
      else if (isArrayData(value) && value.every(isTableData)) value.forEach((item, index) => look(item, [...at, index]));
      const moved = movedValue(value, at, isVersionKept, remarks);
      return moved === undefined ? [] : [{ key, value: moved, origin: at }];
    });
    if (entries.length > 0) tables.push({ path, entries });
  };
  const tools = data['tool'];
  for (const name of isTableData(tools) ? Object.keys(tools) : []) {
    const tool = (tools as TomlTableData)[name];
    if (name !== 'poetry' && isTableData(tool)) look(tool, ['tool', name]);
  }
  return tables;
}

const REFERENCE = /\btool\.poetry\.([A-Za-z-]+)/g;

function movedValue(value: TomlData, at: TomlPath, isVersionKept: boolean, remarks: Remarks): string | readonly string[] | undefined {
  if (typeof value === 'string') return movedText(value, at, isVersionKept, remarks);
  if (!isArrayData(value) || value.length === 0 || !value.every((item) => typeof item === 'string')) return undefined;
  const moved = value.map((item, index) => movedText(item, [...at, index], isVersionKept, remarks));
  return moved.some((item) => item !== undefined) ? value.map((item, index) => moved[index] ?? item) : undefined;
}

function movedText(text: string, at: TomlPath, isVersionKept: boolean, remarks: Remarks): string | undefined {
  if (!isVersionKept && startsWith(at, ['tool', 'commitizen']) && at.at(-1) === 'version_provider' && text === 'poetry') return 'pep621';
  // Programs that tox may start from outside of its environments.
  if (startsWith(at, ['tool', 'tox']) && /^(allow|white)list_externals$/.test(String(at.findLast((step) => typeof step === 'string'))) && text === 'poetry') return 'uv';
  const keys = [...text.matchAll(REFERENCE)].map(([, key = '']) => key);
  if (keys.length === 0 || (isVersionKept && keys.includes('version'))) return undefined;
  const lost = keys.find((key) => !METADATA_KEYS.includes(key));
  if (lost === undefined) return text.replace(REFERENCE, (_, key: string) => `project.${key}`);
  remarks.person(at, `${pathText(at)} speaks of ${pathText([...POETRY, lost])}, which is somewhere else now.`);
  return undefined;
}
