import { dataAt, isArrayData, isTableData, type TomlData, type TomlPath, type TomlTableData } from '../formats/toml/index.ts';

/** The table at a path, empty where there is none. */
export function tableAt(data: TomlTableData, path: TomlPath): TomlTableData {
  const value = dataAt(data, path);
  return isTableData(value) ? value : {};
}

/** The text at a path. */
export function textAt(data: TomlTableData, path: TomlPath): string | undefined {
  const value = dataAt(data, path);
  return typeof value === 'string' ? value : undefined;
}

/** The strings of an array; a single string counts as an array of one. */
export function textsOf(value: TomlData | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return isArrayData(value) ? value.filter((item) => typeof item === 'string') : [];
}
