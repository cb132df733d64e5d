import { dataAt, isArrayData, isTableData, type TomlData, type TomlTableData } from '../../formats/toml/index.ts';
import { tableAt, textAt, textsOf } from '../tables.ts';
import { sameGroup } from '../uv/default-groups.ts';
import { convertConstraint } from './constraint.ts';
import { isProblem } from '../problem.ts';
import { POETRY } from './poetry-table.ts';

/**
 * What Poetry 2 would refuse in a `pyproject.toml`, as far as it can be told without resolving: constraints it does not read, groups and sources
 * that lead nowhere, a second primary of one name. Whole sentences; empty when all is well.
 */
export function poetryObjections(data: TomlTableData): readonly string[] {
  const groups = tableAt(data, [...POETRY, 'group']);
  const tables = [tableAt(data, [...POETRY, 'dependencies']), ...Object.keys(groups).map((name) => tableAt(data, [...POETRY, 'group', name, 'dependencies']))];
  const list = dataAt(data, [...POETRY, 'source']);
  const sources = (isArrayData(list) ? list : []).filter(isTableData).map((source) => textAt(source, ['name']) ?? '');
  const isKnown = (name: string): boolean => Object.keys(groups).some((other) => sameGroup(other, name));
  const isSource = (name: string): boolean => sources.some((source) => source.toLowerCase() === name.toLowerCase());
  return [
    ...(textAt(data, ['project', 'name']) === undefined ? ['`project.name` is missing.'] : []),
    ...(tableAt(data, POETRY)['package-mode'] !== false && textAt(data, ['project', 'version']) === undefined ? ['`project.version` is missing.'] : []),
    ...tables.flatMap((table) => Object.entries(table)).flatMap(([name, value]) => constraintsOf(value).flatMap((one) => constraintObjections(name, one, isSource))),
    ...Object.values(groups).filter(isTableData).flatMap((group) => textsOf(group['include-groups']).filter((name) => !isKnown(name)).map((name) => `The group \`${name}\` does not exist.`)),
  ];
}

function constraintsOf(value: TomlData): readonly TomlData[] {
  return isArrayData(value) ? value : [value];
}

function constraintObjections(name: string, value: TomlData, isSource: (name: string) => boolean): readonly string[] {
  const version = typeof value === 'string' ? value : isTableData(value) ? textAt(value, ['version']) : undefined;
  const read = version === undefined ? undefined : convertConstraint(version);
  const source = isTableData(value) ? textAt(value, ['source']) : undefined;
  return [
    ...(read && isProblem(read) ? [`\`${name}\`: ${read.problem}`] : []),
    ...(source !== undefined && !isSource(source) ? [`\`${name}\` comes from the source \`${source}\`, which is not declared.`] : []),
  ];
}
